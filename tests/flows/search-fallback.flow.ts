import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SearchPage } from '../../functions/catalog/views.ts'
import { auditAtRest } from '../support/at-rest.ts'
import { type CutLine, cutLine } from '../support/cut-line.ts'
import { eventually } from '../support/eventually.ts'
import { required } from '../support/required.ts'
import { shopperAt } from '../support/shopper.ts'
import { startTestShop, type TestShop } from '../support/test-shop.ts'

let line: CutLine
let shop: TestShop

beforeAll(async () => {
  const { hostname, port } = new URL(required('TEST_OPENSEARCH_URL'))
  line = await cutLine(hostname, Number(port))
  shop = await startTestShop({ openSearchUrl: `http://127.0.0.1:${line.port}` })
})
afterAll(async () => {
  await shop?.stop()
  await line?.close()
})

const search = async (query: Record<string, string>): Promise<SearchPage> => {
  const answer = await shopperAt(shop.apiUrl).send<SearchPage>('GET', `/api/search?${new URLSearchParams(query)}`)
  expect(answer.status).toBe(200)
  return answer.body
}

const answeredBy = (engine: SearchPage['engine'], query: Record<string, string>): Promise<SearchPage> =>
  eventually(`${engine} answers`, async () => {
    const page = await search(query)
    return page.engine === engine && page
  })

beforeEach(async () => {
  line.mend()
  // Nobody asks a search engine that was away for ten seconds; an environment that begins knows of nothing.
  await shop.runner.faults.killEnvironments('catalogshop')
  await answeredBy('opensearch', {})
})

const byWhat = <T>(values: readonly T[], what: (value: T) => string): T[] =>
  [...values].sort((a, b) => what(a).localeCompare(what(b)))

/** What both engines must agree on; how well a hit fits is each engine's own opinion. */
const comparable = ({ total, items, facets }: SearchPage, isOrdered: boolean) => ({
  total,
  items: isOrdered ? items : byWhat(items, ({ id }) => id),
  categories: byWhat(facets.categories, ({ path }) => path),
  brands: byWhat(facets.brands, ({ slug }) => slug),
  price: facets.price,
})

const queries: Record<string, string>[] = [
  { sort: 'new' },
  { sort: 'price' },
  { sort: '-price' },
  { sort: 'name' },
  { sort: 'name', lang: 'en' },
  { sort: 'price', inStock: 'true' },
  { sort: 'price', category: 'kitchen/cookware' },
  { sort: 'price', category: 'kitchen', minPrice: '100000', maxPrice: '300000' },
  { sort: 'price', brand: 'chugunov' },
  { q: 'сковорода' },
  { q: 'сковороды чугунные' },
  { q: 'рюкзак' },
  { q: 'kettle' },
  { q: 'щжщжщж' },
]

describe.skipIf(!process.env.TEST_OPENSEARCH_URL)('while OpenSearch is away', () => {
  test('PostgreSQL finds the same products and counts the same facets', async () => {
    const whole = queries.map((query) => ({ limit: '50', ...query }))
    const before: SearchPage[] = []
    for (const query of whole) before.push(await answeredBy('opensearch', query))
    expect((await search({ q: 'KB-0001' })).items[0]?.sku).toBe('KB-0001')
    line.cut()
    for (const [index, query] of whole.entries()) {
      const [there, here] = [before[index], await search(query)]
      expect([there?.engine, here.engine]).toEqual(['opensearch', 'postgres'])
      const isOrdered = 'sort' in query
      expect(comparable(here, isOrdered), JSON.stringify(query)).toEqual(there && comparable(there, isOrdered))
    }
    // Among what is spelled alike, the article itself stands first in both.
    expect((await search({ q: 'KB-0001' })).items[0]?.sku).toBe('KB-0001')
  })

  test('a shopper who turns pages sees each product once, though the engine changes on the way there and back', async () => {
    const seen: string[] = []
    const turn = async (cursor: string | null, engine: SearchPage['engine']) => {
      const page = await answeredBy(engine, { sort: 'name', limit: '20', ...(cursor ? { cursor } : {}) })
      seen.push(...page.items.map(({ id }) => id))
      return page
    }
    const first = await turn(null, 'opensearch')
    line.cut()
    const second = await turn(first.nextCursor, 'postgres')
    const third = await turn(second.nextCursor, 'postgres')
    line.mend()
    await answeredBy('opensearch', {})
    let last = await turn(third.nextCursor, 'opensearch')
    expect([first, second, third, last].map(({ engine }) => engine)).toEqual([
      'opensearch',
      'postgres',
      'postgres',
      'opensearch',
    ])
    while (last.nextCursor) last = await turn(last.nextCursor, 'opensearch')
    expect(seen).toHaveLength(first.total)
    expect(new Set(seen).size).toBe(first.total)
  })

  test('nobody waits long: not when it hangs either, and after three times nobody waits at all', async () => {
    line.stall()
    for (let time = 0; time < 3; time++) expect((await search({})).engine).toBe('postgres')
    const before = line.tried()
    expect(before).toBeGreaterThan(0)
    for (let time = 0; time < 5; time++) expect((await search({})).engine).toBe('postgres')
    // One, the probe, if the five took ten seconds.
    expect(line.tried() - before).toBeLessThanOrEqual(1)
  })

  test('an edit is found at once, and in the index after its return; nothing is left in a queue', async () => {
    line.cut()
    const slug = 'zhar-cast-iron-skillet-26'
    await importProducts([
      {
        sku: 'KB-0001',
        slug,
        category: 'kitchen/cookware',
        name: { ru: 'Гриддл чугунный', en: 'Cast-iron griddle' },
        priceMinor: 251_000,
      },
    ])
    const edited = { slug, name: { ru: 'Гриддл чугунный', en: 'Cast-iron griddle' }, priceMinor: 251_000 }
    const meanwhile = await search({ q: 'гриддл' })
    expect(meanwhile).toMatchObject({ engine: 'postgres', total: 1, items: [edited] })
    // Who looks after the index can't, and says so; the others go on.
    await expect(shop.tick()).rejects.toThrow(/searchindex.*OpenSearchFailed/s)
    line.mend()
    const afterwards = await eventually('the index has the edit', async () => {
      const page = await search({ q: 'гриддл' })
      return page.engine === 'opensearch' && page.total === 1 && page
    })
    expect(afterwards.items).toMatchObject([edited])
    expect(await auditAtRest(shop, [])).toEqual([])
  })
})

/** `npm run catalog:import`, on the shop's database. */
const importProducts = async (products: readonly object[]): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'korob-import-'))
  try {
    const file = join(folder, 'products.jsonl')
    writeFileSync(file, products.map((product) => JSON.stringify(product)).join('\n'))
    await promisify(execFile)(process.execPath, ['functions/catalog/import/cli.ts', file], {
      env: { ...process.env, DATABASE_URL: shop.auditTargets.databaseUrl },
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
