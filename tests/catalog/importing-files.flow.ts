import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { ownBucket } from '../support/own-bucket.ts'
import { withService } from '../support/with-service.ts'
import { emptyCatalogue } from './support/empty.ts'
import { importFile, oneImport, readImport, sendFile, start, work } from './support/files.ts'
import { done, operate } from './support/operator.ts'

const catalog = withService('catalog')

beforeAll(async () => {
  await ownBucket()
})
beforeEach(async () => {
  await emptyCatalogue(catalog().admin)
})

const shelf = async () =>
  (
    await catalog().admin.query<{ products: number; revisions: number; stock: number; moved: number; created: number }>(
      `select count(*)::int as products, coalesce(max(revision), 0)::int as revisions, coalesce(sum(on_hand), 0)::int as stock,
              (select coalesce(sum(delta), 0)::int from catalog.stock_movement) as moved,
              (select count(*)::int from catalog.product_history where kind = 'created') as created
         from catalog.product join catalog.stock on product_id = id`,
    )
  ).rows[0]

// Several parts of 500.
const count = 1_800
const rows = Array.from(
  { length: count },
  (_, index) => `S-${index},Spoon ${index},kitchen,${index + 1},7,Brand ${index % 9}`,
)
const spoons = ['sku,name,category,price,stock,brand', ...rows].join('\n')
const whole = { products: count, revisions: 1, stock: count * 7, moved: count * 7, created: count }

const faulty = [
  'sku;name;category;price;old_price',
  'A;Ant;zoo;1,50;',
  'B;;zoo;2;',
  'C;Cat;zoo;free;',
  'D;Dog;zoo;3;1',
  'A;Ant;zoo;9;',
  'a;Ant;zoo;9;',
].join('\r\n')

describe('a file that is sent', () => {
  it('is imported by the rules of the command, and its report has every line that was not taken', async () => {
    const job = await importFile(faulty, { stock: 5 })
    expect(job).toMatchObject({
      state: 'done',
      upload: null,
      found: { format: 'csv', delimiter: ';', unused: [] },
      counts: { rows: 6, products: 3, created: 3, rejected: 3, leftValues: 1, doubtful: 1 },
      refused: [{ line: 6, column: 'price', reason: 'differs from line 2, which has the same sku' }],
    })
    expect((await (await fetch(job.report?.url ?? '')).text()).trim().split('\n')).toEqual([
      'line,column,reason,effect',
      '3,name,is empty,row rejected',
      "4,price,'free' is not an amount above 0 in RUB,row rejected",
      '5,old_price,is not above the price,value left out',
      "7,sku,'a' and 'A' of line 2 differ only in case: they are two products,taken as it is",
      '6,price,"differs from line 2, which has the same sku",row rejected',
    ])
    expect(await shelf()).toMatchObject({ products: 3, stock: 15 })
    const { rows: who } = await catalog().admin.query('select distinct edited_by from catalog.product')
    expect(who).toEqual([{ edited_by: `import ${job.id}` }])
  })

  it('is only compared on a dry run', async () => {
    const job = await importFile(spoons, { dryRun: true })
    expect(job.counts).toMatchObject({ products: count, worked: count, created: count })
    expect(await shelf()).toMatchObject({ products: 0 })
  })

  it('that can’t be read as a catalogue fails with a sentence, and is not tried again', async () => {
    const job = await importFile('colour,size\nred,1\n')
    expect(job).toMatchObject({ state: 'failed', failure: 'no column gives the sku; say which: --map sku=COLUMN' })
    const empty = await importFile('x')
    expect(empty.failure).toMatch(/^the file has (one row|no rows)/)
  })

  it('must have come, with the size that was announced, before it is started', async () => {
    const job = await done<{ id: string }>('POST /api/operator/imports', { body: { fileName: 'a.csv', sizeBytes: 5 } })
    const early = await operate(`POST ${oneImport}/start`, { params: { importId: job.id } })
    expect([early.status, early.body.code]).toEqual([409, 'not_uploaded'])
    const unknown = await operate(`GET ${oneImport}`, { params: { importId: crypto.randomUUID() } })
    expect(unknown.status).toBe(404)
  })

  it('is started once, however often it is asked for', async () => {
    const job = await sendFile(spoons)
    await Promise.all([start(job), start(job), start(job)])
    await Promise.all([work(), work(), work()])
    await start(job)
    await work()
    expect(await readImport(job)).toMatchObject({
      state: 'done',
      counts: { created: count, updated: 0, worked: count },
    })
    expect(await shelf()).toEqual(whole)
  })

  it('goes on behind its last part when its worker is killed, and nothing is done twice', async () => {
    const job = await sendFile(spoons)
    await start(job)
    const script = `import('./functions/catalog/operator/work-files.ts').then(({ workFiles }) => workFiles(AbortSignal.timeout(60000)))`
    const worker = spawn(process.execPath, ['-e', script], { stdio: 'ignore', env: process.env })
    const exited = once(worker, 'close')
    await eventually('a part is written', async () => (await readImport(job)).counts.worked > 0 || undefined)
    worker.kill('SIGKILL')
    await exited
    const { counts } = await readImport(job)
    expect(counts.worked).toBeGreaterThan(0)
    expect(await shelf()).toMatchObject({ products: counts.worked, moved: counts.worked * 7 })
    // As long as its lease lasts nobody else takes it up.
    await work()
    expect((await readImport(job)).state).toBe(counts.worked < count ? 'running' : 'done')
    await catalog().admin.query(`update catalog.file_job set lease_until = now() - interval '1 second'`)
    await work()
    expect(await readImport(job)).toMatchObject({ state: 'done', counts: { created: count, worked: count } })
    expect(await shelf()).toEqual(whole)
  })

  it('whose worker has run out of time goes on with the next', async () => {
    const job = await sendFile(spoons)
    await start(job)
    // The worker keeps half a minute in reserve: to it the time is up after a second.
    await work(31_000)
    await work()
    expect(await readImport(job)).toMatchObject({ state: 'done', counts: { created: count } })
    expect(await shelf()).toEqual(whole)
  })

  it('that is cancelled ends at its next part, and what was written stays', async () => {
    const job = await sendFile(spoons)
    await start(job)
    const working = work()
    await eventually('a part is written', async () => (await readImport(job)).counts.worked > 0 || undefined)
    const cancelled = await done<{ state: string }>(`POST ${oneImport}/cancel`, { params: { importId: job.id } })
    expect(['cancelled', 'done']).toContain(cancelled.state)
    await working
    const after = await readImport(job)
    expect((await shelf())?.products).toBe(after.counts.worked)
    await work()
    expect((await readImport(job)).counts).toEqual(after.counts)
  })

  it('that fails over and over is given up', async () => {
    const job = await sendFile(spoons)
    await start(job)
    await catalog().admin.query('revoke insert on catalog.product from catalog')
    for (let attempt = 0; attempt < 5; attempt += 1) await expect(work()).rejects.toThrow(/permission denied/)
    await work()
    await catalog().admin.query('grant insert on catalog.product to catalog')
    expect(await readImport(job)).toMatchObject({
      state: 'failed',
      failure: expect.stringContaining('again and again'),
    })
  })
})
