import { database } from '@korob/platform/database'
import { type Sql, sql } from '@korob/platform/sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { understand } from '../../functions/catalog/domain/query/query.ts'
import { noSynonyms } from '../../functions/catalog/domain/query/synonyms.ts'
import { deadlineIn } from '../../functions/catalog/search/deadline.ts'
import { type SearchQuery, stages } from '../../functions/catalog/search/engine.ts'
import { postgresEngine } from '../../functions/catalog/search/postgres-engine.ts'
import { searchSettings } from '../../functions/catalog/search/settings.ts'
import { listBrands } from '../../functions/catalog/store/brand-edits.ts'
import { listCategories } from '../../functions/catalog/store/category-edits.ts'
import { exportedProducts } from '../../functions/catalog/store/export-rows.ts'
import { readIndexedProducts, readIndexedProductsAfter } from '../../functions/catalog/store/index-documents.ts'
import { readVersionsAfter, readVersionsOf } from '../../functions/catalog/store/index-versions.ts'
import { listHistory, listProducts, productSorts } from '../../functions/catalog/store/operator-products.ts'
import { findProduct } from '../../functions/catalog/store/products.ts'
import { sorts } from '../../functions/catalog/views.ts'
import { loadGenerated } from '../bench/scale/catalog/load.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { planOf, pretendTimes, readWhole, statementsOf } from './support/plans.ts'

const unhurried = deadlineIn(600_000)
const loaded = 800
const times = 1_250

let db: ServiceDatabase
let ids: string[]

/** Asserts that none of the statements reads a table of the catalogue's size from beginning to end. */
const expectIndices = async (statements: readonly Sql[], limitsHelp = false): Promise<void> => {
  expect(statements.length).toBeGreaterThan(0)
  for (const statement of statements) {
    const plan = await planOf(db.admin, statement)
    expect(readWhole(plan, limitsHelp), `${statement.text}\n${JSON.stringify(plan)}`).toEqual([])
  }
}

const everything: SearchQuery = {
  query: undefined,
  stage: 'all',
  filters: {
    categories: [],
    brands: [],
    minPriceMinor: undefined,
    maxPriceMinor: undefined,
    inStock: false,
    discounted: false,
    attributes: [],
  },
  known: new Map(),
  categoryNames: new Map(),
  formerPaths: new Map(),
  brandNames: new Map(),
  facets: { shown: [], hidden: [] },
  sort: 'relevance',
  lang: 'ru',
  limit: 24,
  after: undefined,
}
const word = { ...everything, query: understand('гарнитура', noSynonyms) }
const words = { ...everything, query: understand('складной самокат', noSynonyms) }

const filters: readonly [what: string, Partial<SearchQuery['filters']>][] = [
  ['a category', { categories: ['sport/mats'] }],
  ['a branch', { categories: ['sport'] }],
  ['a category that moved', { categories: ['sport/mats', 'sport/carpets', 'mats'] }],
  ['a rare brand', { brands: ['dovdovdov'] }],
  ['common brands', { brands: ['kakaka', 'rokaka'] }],
  ['a price', { minPriceMinor: 100_000, maxPriceMinor: 150_000 }],
  ['what can be had', { inStock: true }],
  ['what is reduced', { discounted: true }],
  ['a material', { attributes: [{ key: 'material', values: ['birch'], ranges: [] }] }],
  ['a yes', { attributes: [{ key: 'assembled', values: ['true'], ranges: [] }] }],
  ['a material nobody has', { attributes: [{ key: 'material', values: ['moonstone'], ranges: [] }] }],
  ['a common width', { attributes: [{ key: 'width', values: [], ranges: [{ min: 80, max: 90 }] }] }],
  ['a width nobody has', { attributes: [{ key: 'width', values: [], ranges: [{ min: 99_999, max: undefined }] }] }],
  ['all of it', { categories: ['sport'], brands: ['kakaka'], minPriceMinor: 100_000, inStock: true, discounted: true }],
]

const search = (query: SearchQuery) => statementsOf(() => postgresEngine.search(query, unhurried))

/** Of the page that begins somewhere in the middle. */
const later = async (query: SearchQuery): Promise<Sql[]> => {
  const { next } = await postgresEngine.search(query, unhurried)
  if (!next) throw new Error('there is no second page')
  return search({ ...query, after: next })
}

describe(`statements over ${loaded * times} products`, () => {
  beforeAll(async () => {
    db = await serviceDatabase('catalog')
    await loadGenerated(db.admin, 1, loaded)
    await db.admin.query('set search_path = catalog, extensions')
    await db.admin.query('set session_replication_role = replica')
    await db.admin.query(
      `update product set created_at = created_at - split_part(sku, '-', 2)::int * interval '1 minute'`,
    )
    await db.admin.query('set session_replication_role = origin')
    await pretendTimes(db.admin, times)
    ids = (await db.admin.query<{ id: string }>('select id from product order by id limit 100')).rows.map(
      ({ id }) => id,
    )
    const { attributes } = await searchSettings()
    for (const query of [everything, word, words]) query.known = attributes
  })
  afterAll(() => db.drop())

  it('takes the catalogue for as large as that', async () => {
    const { rows } = await db.admin.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
      'explain (format json) select from product',
    )
    expect(rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows']).toBeGreaterThan(loaded * times * 0.9)
    expect(readWhole(await planOf(db.admin, sql`select from product where weight_grams = 7`))).toEqual(['product'])
    // In the order of an index, but to its end.
    const rare = sql`select id from product where weight_grams = 7 and revision = 77 order by created_at desc, id limit 5`
    await db.admin.query('set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off')
    expect(readWhole(await planOf(db.admin, rare))).toEqual(['product'])
    await db.admin.query('reset enable_seqscan; reset enable_bitmapscan; reset enable_sort')
  })

  it.each([
    ['the indexer’s documents', () => readIndexedProducts(ids)],
    ['a page of a rebuild', () => readIndexedProductsAfter(database, ids[0] ?? null, 500)],
    ['a page of versions', () => readVersionsAfter(database, ids[0] ?? null, 500)],
    ['versions that differ', () => readVersionsOf(database, ids)],
    ['a page of an export', () => exportedProducts('G1-0000100', 1_000)],
    ['a product by its address', () => findProduct('no-such-address')],
    ['a product by its id', () => findProduct(ids[0] ?? '')],
    ['a product’s history', () => listHistory(ids[0] ?? '', undefined, 20)],
    ['the brands with their numbers', listBrands],
    ['the categories', () => listCategories(new Map())],
  ])('%s are found by an index', async (_what, read) => {
    await expectIndices(await statementsOf(read))
  })

  it.each(sorts)(
    'a page sorted by %s, found by words or not, and the pages after it, need no table whole',
    async (sort) => {
      for (const lang of ['ru', 'en'] as const)
        for (const query of [everything, word]) {
          await expectIndices(await search({ ...query, sort, lang }))
          await expectIndices(await later({ ...query, sort, lang, limit: 3 }))
        }
    },
  )

  it.each(filters)('%s is filtered and counted by an index', async (_what, filter) => {
    // Where many have such numbers, products are looked through until as many are found as are counted.
    const isRange = filter.attributes?.some(({ ranges }) => ranges.some(({ max }) => max !== undefined))
    for (const query of [everything, words])
      for (const sort of ['relevance', 'price'] as const)
        await expectIndices(await search({ ...query, sort, filters: { ...query.filters, ...filter } }), isRange)
  })

  it.each(stages)('words taken as “%s” are found by an index, for pages and as one types', async (stage) => {
    for (const text of ['складной самакат', 'crkflyjq cfvjrfn', '80 см', 'G1-0000042', 'ста']) {
      const query = understand(text, noSynonyms)
      await expectIndices(await search({ ...everything, query, stage }))
      // Of words that are many in the shop, the first few thousand products are looked at, from wherever it is cheapest.
      await expectIndices(
        await statementsOf(() => postgresEngine.suggest(query, stage, 24, unhurried)),
        stage === 'misspelled',
      )
    }
  })

  it('whether any product has an attribute is told by an index', async () => {
    await db.admin.query('set enable_seqscan = off')
    const { rows } = await db.admin.query<{ body: string; settings: string[] }>(
      `select prosrc as body, proconfig as settings from pg_proc where proname = 'attribute_used'`,
    )
    expect(rows[0]?.settings).toEqual(['enable_seqscan=off'])
    for (const key of ['nobody', 'width'])
      await expectIndices([{ text: (rows[0]?.body ?? '').replace('array[key]', `array['${key}']`), values: [] }])
    await db.admin.query('reset enable_seqscan')
  })

  it('words spelled nearly so are looked for by an index', async () => {
    const { rows } = await db.admin.query<{ body: string }>(
      `select prosrc as body from pg_proc where proname = 'similar_words'`,
    )
    const plan = await planOf(db.admin, {
      text: (rows[0]?.body ?? '').replaceAll('given', `'самакат'::text`),
      values: [],
    })
    expect(JSON.stringify(plan)).toContain('search_word_similar')
  })

  it.each(productSorts)(
    'a list for operators by %s, narrowed or not, and its next page are found by an index',
    async (sort) => {
      const all = {
        words: [],
        category: undefined,
        brand: undefined,
        published: undefined,
        deleted: false,
        availability: undefined,
        sort,
      }
      const lists = [
        all,
        { ...all, words: ['самокат', 'клад'] },
        { ...all, category: 'sport/mats' },
        { ...all, brand: 'dovdovdov' },
        { ...all, published: false },
        { ...all, deleted: true },
        { ...all, availability: 'none' as const },
      ]
      for (const filter of lists) {
        await expectIndices(await statementsOf(() => listProducts(filter, undefined, 50)))
        const [first] = await listProducts(filter, undefined, 1)
        if (first) await expectIndices(await statementsOf(() => listProducts(filter, [first.key, first.id], 50)))
      }
    },
  )
})
