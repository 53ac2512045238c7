import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { closeDatabase } from '@korob/platform/database'
import { signAccessToken } from '@korob/platform/tokens'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { importCatalog } from '../../functions/catalog/import/command.ts'
import { exportCatalog } from '../../functions/catalog/import/export-command.ts'
import { eventually } from '../support/eventually.ts'
import { ownBucket } from '../support/own-bucket.ts'
import { withService } from '../support/with-service.ts'
import { emptyCatalogue } from './support/empty.ts'
import { work } from './support/files.ts'
import { importFolder } from './support/import.ts'
import { operatorServer } from './support/operator-server.ts'

const catalog = withService('catalog')
let folder: Awaited<ReturnType<typeof importFolder>>
let shop: Awaited<ReturnType<typeof operatorServer>>

beforeAll(async () => {
  await ownBucket()
  folder = await importFolder()
  shop = await operatorServer()
})
afterAll(async () => {
  await shop.close()
  await folder.remove()
})

type Command = typeof importCatalog

/** Runs a command as a person would, while the shop's worker does what it is given. */
const run = async (command: Command, ...args: string[]): Promise<{ code: number; output: string }> => {
  let output = ''
  const write = (text: string) => {
    output += text
  }
  let isOver = false
  const running = command(args, {}, { write }).finally(() => {
    isOver = true
  })
  while (!isOver) {
    if (args.includes('--url')) await work()
    await Promise.race([running, pause(50)])
  }
  return { code: await running, output }
}

const byUrl = async (role: 'operator' | 'shopper' = 'operator') => [
  '--url',
  shop.url,
  '--token',
  await signAccessToken({ role, id: 'o-1' }),
]

const products = 600
// More than a request to the API may carry (10 MB at API Gateway, 6 MB at Lambda).
const large = [
  'sku;name;category;brand;price;stock;attr.width.cm;notes',
  ...Array.from(
    { length: products },
    (_, at) =>
      `S-${at};Ложка «Ёлка» ${at};Кухня > Приборы;Brand ${at % 7};${at + 1},50;${at % 3};${at % 40};${'-'.repeat(12_000)}`,
  ),
].join('\n')

it('a file larger than a request may be is sent to a shop, imported there, exported, and gives the same again', async () => {
  const sent = await run(importCatalog, await folder.write(large), ...(await byUrl()))
  expect(sent).toMatchObject({ code: 0 })
  expect(sent.output).toContain('not used: notes')
  expect(sent.output).toMatch(/Writing 100 %/)
  expect(sent.output).toContain(`${products} products: ${products} created, 0 updated`)

  const file = join(folder.path, 'out.csv')
  const exported = await run(exportCatalog, file, ...(await byUrl()))
  expect(exported).toMatchObject({ code: 0, output: expect.stringMatching(/\d+ records, [\d.]+ s\n$/) })
  const whole = await readFile(file, 'utf8')
  expect(whole).toContain('Ложка «Ёлка» 599')

  const direct = join(folder.path, 'direct.csv')
  expect(await run(exportCatalog, direct, '--database-url', catalog().url)).toMatchObject({ code: 0 })
  expect(await readFile(direct, 'utf8')).toBe(whole)

  await emptyCatalogue(catalog().admin)
  const again = await run(importCatalog, file, ...(await byUrl()))
  expect(again).toMatchObject({ code: 0, output: expect.stringContaining(`${products} created`) })
  await run(exportCatalog, direct, ...(await byUrl()))
  expect(await readFile(direct, 'utf8')).toBe(whole)
})

it.each([
  [2, 'before anything is written', 'reading', 0],
  [1, 'after a part was written', 'writing', 500],
  [1, 'reading again, after a part was written', 'reading', 500],
])('a command answers %i when the import it has sent fails %s', async (code, _when, phase, worked) => {
  const path = await folder.write('sku,name,category,price\nA,Ant,zoo,1', 'fails.csv')
  let output = ''
  const write = (text: string) => {
    output += text
  }
  const running = importCatalog([path, ...(await byUrl())], {}, { write })
  await eventually('the import waits for its worker', async () => {
    const { rowCount } = await catalog().admin.query(
      `update catalog.file_job set state = 'failed', finished_at = now(), failure = 'It fell.', phase = $1, worked = $2
        where state = 'queued'`,
      [phase, worked],
    )
    return rowCount === 1
  })
  expect([await running, output]).toEqual([code, expect.stringContaining('It fell.')])
})

it('an export that can’t be had leaves the file that is there, and says why', async () => {
  const file = join(folder.path, 'kept.csv')
  await writeFile(file, 'what was there')
  const refused = [
    [2, /You may not do this/, [file, ...(await byUrl('shopper'))]],
    [2, /needs an operator’s token/, [file, '--url', shop.url]],
    [2, /no database answers/, [file, '--database-url', 'postgres://catalog@127.0.0.1:9/nowhere']],
    [2, /to which file\?/, []],
    [1, /ENOENT/, [join(folder.path, 'nowhere/out.csv'), '--database-url', catalog().url]],
  ] as const
  for (const [code, why, args] of refused) {
    // As a process of its own would begin.
    await closeDatabase()
    const { code: was, output } = await run(exportCatalog, ...args)
    expect([was, output]).toEqual([code, expect.stringMatching(why)])
  }
  expect(await readFile(file, 'utf8')).toBe('what was there')
  await expect(stat(`${file}.unfinished`)).rejects.toThrow(/ENOENT/)
})
