import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { newId } from '@korob/platform/ids'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { writeProducts } from '../../functions/catalog/import/write.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { emptyCatalogue } from './support/empty.ts'
import { importFolder } from './support/import.ts'
import { aProduct } from './support/shelf.ts'

// Four batches, by sku: the held one is in the third.
const count = 2_000
const heldAt = 1_999
let db: ServiceDatabase
let folder: Awaited<ReturnType<typeof importFolder>>
let file: string

beforeAll(async () => {
  folder = await importFolder()
  const rows = Array.from(
    { length: count },
    (_, index) => `S-${index},Spoon ${index},kitchen,${index + 1},7,Brand ${index % 9}`,
  )
  file = await folder.write(['sku,name,category,price,stock,brand', ...rows].join('\n'))
  db = await serviceDatabase('catalog')
})
afterAll(async () => {
  await db.drop()
  await folder.remove()
})
beforeEach(async () => {
  await db.admin.query('drop trigger if exists hold_up on catalog.product')
  await emptyCatalogue(db.admin)
})

const start = () => {
  const child = spawn(process.execPath, ['functions/catalog/import/cli.ts', file, '--database-url', db.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => output.includes(text) && resolve()
      child.stdout.on('data', look)
      child.once('exit', () => reject(new Error(`ended without '${text}': ${output}`)))
    })
  return { process: child, said, output: () => output }
}

const end = async (child: ChildProcess): Promise<[number | null, string | null]> =>
  (await once(child, 'close')) as [number | null, string | null]

const shelf = async () =>
  (
    await db.admin.query<{ products: number; revisions: number; stock: number; moved: number; indexed: number }>(
      `select count(*)::int as products, coalesce(max(revision), 0)::int as revisions, coalesce(sum(on_hand), 0)::int as stock,
              (select coalesce(sum(delta), 0)::int from catalog.stock_movement) as moved,
              (select count(distinct subject)::int from catalog.outbox where carrier = 'sqs') as indexed
         from catalog.product join catalog.stock on product_id = id`,
    )
  ).rows[0]

/** Keeps whoever writes waiting at that product, until it is let go on. */
const holdUpHalfway = async (): Promise<() => Promise<unknown>> => {
  await db.admin.query(`
    create or replace function public.hold_up() returns trigger language plpgsql as $$
      begin perform pg_advisory_xact_lock(${heldAt}); return new; end $$;
    create trigger hold_up before insert on catalog.product for each row when (new.sku = 'S-${heldAt}') execute function public.hold_up()`)
  await db.admin.query('select pg_advisory_lock($1)', [heldAt])
  return () => db.admin.query('select pg_advisory_unlock($1)', [heldAt])
}

const whole = { products: count, revisions: 1, stock: count * 7, moved: count * 7, indexed: count }

describe('catalog:import', () => {
  it('that is killed has written whole products, and does the rest when it is run again', async () => {
    const letGoOn = await holdUpHalfway()
    const first = start()
    await first.said('Writing 25 %')
    first.process.kill('SIGKILL')
    expect(await end(first.process)).toEqual([null, 'SIGKILL'])
    await letGoOn()
    const half = await shelf()
    expect(half?.products).toBeLessThan(count)
    expect(half?.products).toBeGreaterThan(0)
    expect(half).toMatchObject({ stock: (half?.products ?? 0) * 7, indexed: half?.products })
    const second = start()
    expect(await end(second.process)).toEqual([0, null])
    expect(second.output()).toContain(`${count - (half?.products ?? 0)} created, 0 updated`)
    expect(await shelf()).toEqual(whole)
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends between two batches at %s', async (signal, code) => {
    const letGoOn = await holdUpHalfway()
    const child = start()
    await child.said('Writing 25 %')
    child.process.kill(signal)
    await letGoOn()
    expect(await end(child.process)).toEqual([code, null])
    expect(child.output()).toContain('Stopped. What was written stays')
    expect((await shelf())?.products).toBeLessThan(count)
  })

  it('run twice at once writes each product once and rejects none', async () => {
    const both = [start(), start()]
    expect(await Promise.all(both.map((one) => end(one.process)))).toEqual([
      [0, null],
      [0, null],
    ])
    const created = both.map((one) => Number(one.output().match(/(\d+) created/)?.[1]))
    expect(created.reduce((sum, one) => sum + one)).toBe(count)
    for (const one of both) expect(one.output()).toContain(' 0 updated')
    expect(await shelf()).toEqual(whole)
  })

  it('at the same moment as others rejects no product that one of them is just creating', async () => {
    const rules = { reference: 'test', correlationId: newId(), attributes: [], categoryNames: new Map(), dryRun: false }
    // What would keep them apart by itself is there already.
    await writeProducts([{ line: 1, product: aProduct({ sku: 'FIRST' }), conflicts: [] }], rules)
    for (let round = 0; round < 10; round += 1) {
      const batch = [{ line: 1, product: aProduct({ sku: `S-${round}` }), conflicts: [] }]
      const written = await Promise.all(Array.from({ length: 8 }, () => writeProducts(batch, rules)))
      expect(written.flatMap(({ rejected }) => rejected)).toEqual([])
      expect(written.reduce((sum, { created }) => sum + created, 0)).toBe(1)
    }
  })

  it('goes on when whoever reads along has gone', async () => {
    const child = start()
    await child.said('Columns')
    child.process.stdout.destroy()
    expect(await end(child.process)).toEqual([0, null])
    expect(await shelf()).toEqual(whole)
  })
})
