import { database } from '@korob/platform/database'
import { type Sql, sql } from '@korob/platform/sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readIndexedProducts, readIndexedProductsAfter } from '../../functions/catalog/store/index-documents.ts'
import { readVersionsAfter, readVersionsOf } from '../../functions/catalog/store/index-versions.ts'
import { loadGenerated } from '../bench/scale/catalog/load.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'

const generated = 1_000
const copies = 50
const products = generated * copies

let db: ServiceDatabase
let ids: string[]

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  Plans?: Plan[]
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

/** Each product many times over: making the search columns of all would take a minute, and plans need only their number. */
const multiply = async (): Promise<void> => {
  const columns = `category_path, other_categories, brand_slug, name_ru, name_en, description_ru, description_en, price_minor,
    weight_grams, attributes, images, published, search, search_text`
  await db.admin.query('set search_path = catalog, extensions')
  await db.admin.query('set session_replication_role = replica')
  await db.admin.query(
    `insert into product (sku, slug, ${columns})
     select sku || '-' || copy, slug || '-' || copy, ${columns} from product, generate_series(2, $1::int) as copy`,
    [copies],
  )
  await db.admin.query('insert into stock (product_id) select id from product on conflict do nothing')
  await db.admin.query('set session_replication_role = origin')
  await db.admin.query('analyze product, stock')
}

/** How PostgreSQL would answer what `read` asks of it. */
const plansOf = async (read: () => Promise<unknown>): Promise<Plan[]> => {
  const asked: Sql[] = []
  const many = database.many
  database.many = (statement) => {
    asked.push(statement)
    return many(statement)
  }
  try {
    await read()
  } finally {
    database.many = many
  }
  const plans = await Promise.all(
    asked.map(({ text, values }) =>
      db.admin.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (format json) ${text}`, [...values]),
    ),
  )
  return plans.flatMap(({ rows }) => rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => nodesOf(Plan))))
}

/** Tables of the catalogue's size that would be read from beginning to end. */
const readWhole = (plan: Plan[]): string[] =>
  plan.flatMap(({ 'Node Type': type, 'Relation Name': table }) =>
    type === 'Seq Scan' && (table === 'product' || table === 'stock') ? [table] : [],
  )

describe(`statements over ${products} products`, () => {
  beforeAll(async () => {
    db = await serviceDatabase('catalog')
    await loadGenerated(db.admin, 1, generated)
    await multiply()
    ids = (await db.admin.query<{ id: string }>('select id from product order by id limit 100 offset 10000')).rows.map(
      ({ id }) => id,
    )
  })
  afterAll(() => db.drop())

  it.each([
    ['the indexer’s documents', () => readIndexedProducts(ids)],
    ['a page of a rebuild', () => readIndexedProductsAfter(database, ids[0] ?? null, 500)],
    ['a page of versions', () => readVersionsAfter(database, ids[0] ?? null, 500)],
    ['versions that differ', () => readVersionsOf(database, ids)],
  ])('%s are found by an index, and no table is read whole', async (_what, read) => {
    const plan = await plansOf(read)
    expect(plan.length).toBeGreaterThan(0)
    expect(readWhole(plan)).toEqual([])
  })

  it.each([
    ['words, by their stems', sql`select id from product where search @@ to_tsquery('russian', 'самокат & складной')`],
    ['parts of words, for operators', sql`select id from product where search_text like '%самокат%'`],
    ['a category', sql`select id from product where categories @> array['sport/mats']`],
    ['a brand', sql`select id from product where brand_slug = 'dovdovdov'`],
    ['a number', sql`select id from product where sku = 'G1-0000042'`],
    ['an address', sql`select id from product where slug = 'no-such-address'`],
    ['the newest', sql`select id from product order by created_at desc, id desc limit 20`],
    ['the cheapest', sql`select id from product order by price_minor, id limit 20`],
  ])('%s are found by an index', async (_what, statement) => {
    const plan = await plansOf(() => database.many(statement))
    expect(readWhole(plan)).toEqual([])
  })
})
