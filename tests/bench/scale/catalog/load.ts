import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import type { ProductInput } from '../../../../functions/catalog/domain/product-input.ts'
import { brandSlug, productSlug } from '../../../../functions/catalog/domain/slug.ts'
import { brandCount, brandName, generatedAttributes, generatedCategories, generatedProducts } from './generate.ts'

const batchSize = 2_000

const rowOf = ({ brand, ...product }: ProductInput) => ({
  ...product,
  brandSlug: brand ? brandSlug(brand) : null,
  slug: `${productSlug(product.name.en ?? '', product.sku)}`,
})

// As upsert_products writes a new product, but for the look whether it is new, and with nothing on the outbox: an empty
// index is filled anyway. The trigger that makes the search columns runs as ever.
const insertBatch = `
  with source as (
    select item from jsonb_array_elements($1::jsonb) as item
  ), made as (
    insert into product (sku, slug, category_path, brand_slug, name_ru, name_en, description_ru, description_en, price_minor,
                         old_price_minor, weight_grams, attributes, images, published)
    select item ->> 'sku', item ->> 'slug', item ->> 'category', item ->> 'brandSlug', item #>> '{name,ru}', item #>> '{name,en}',
           item #>> '{description,ru}', item #>> '{description,en}', (item ->> 'priceMinor')::bigint,
           (item ->> 'oldPriceMinor')::bigint, (item ->> 'weightGrams')::int, item -> 'attributes',
           array(select jsonb_array_elements_text(item -> 'images')), (item ->> 'published')::boolean
      from source
    returning id, sku
  ), shelved as (
    insert into stock (product_id, on_hand, band)
    select made.id, (item ->> 'stock')::int, availability_band((item ->> 'stock')::int)
      from made join source on item ->> 'sku' = made.sku
    returning product_id, on_hand
  )
  insert into stock_movement (product_id, delta, on_hand, reason, reference, correlation_id)
  select product_id, on_hand, on_hand, 'count', 'generated', 'generated' from shelved where on_hand > 0`

const asCatalog = async (client: pg.Client, work: () => Promise<void>): Promise<void> => {
  await client.query('set role catalog')
  await client.query('set search_path = catalog, extensions')
  await work()
  await client.query('reset role')
  await client.query('reset search_path')
}

/** Writes what generated products refer to: categories, attributes and brands. */
export const loadDictionaries = (client: pg.Client): Promise<void> =>
  asCatalog(client, async () => {
    await client.query(
      `insert into category (path, name_ru, name_en, position)
       select item ->> 'path', item #>> '{name,ru}', item #>> '{name,en}', (item ->> 'position')::int
         from jsonb_array_elements($1::jsonb) as item on conflict do nothing`,
      [JSON.stringify(generatedCategories)],
    )
    await client.query(
      `insert into attribute (key, name_ru, name_en, type, unit)
       select item ->> 'key', item #>> '{name,ru}', item #>> '{name,en}', item ->> 'type', item ->> 'unit'
         from jsonb_array_elements($1::jsonb) as item on conflict do nothing`,
      [JSON.stringify(generatedAttributes)],
    )
    const brands = Array.from({ length: brandCount }, (_, place) => brandName(place))
    await client.query(
      `insert into brand (slug, name) select slug, name from unnest($1::text[], $2::text[]) as one (slug, name)
       on conflict do nothing`,
      [brands.map(brandSlug), brands],
    )
  })

/**
 * Writes products of a generated catalogue, from number `from` up to `to`, into one that has none of them, in batches that
 * each commit alone, and analyzes the tables.
 * @param client an administrator's connection
 */
export const loadProducts = (client: pg.Client, seed: number, from: number, to: number): Promise<void> =>
  asCatalog(client, async () => {
    let batch: ReturnType<typeof rowOf>[] = []
    const flush = async () => {
      await client.query(insertBatch, [JSON.stringify(batch)])
      batch = []
    }
    for (const product of generatedProducts(seed, to, from)) {
      batch.push(rowOf(product))
      if (batch.length === batchSize) await flush()
    }
    if (batch.length > 0) await flush()
    await client.query('analyze product, stock, brand, category')
  })

/** Does `work` without the indices of products that are not unique, and makes them afterwards: in bulk that is much faster. */
export const withIndicesLater = async (client: pg.Client, work: () => Promise<void>): Promise<void> => {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
       from pg_index where indrelid = 'catalog.product'::regclass and not indisunique`,
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  await work()
  await client.query(`set maintenance_work_mem = '512MB'`)
  for (const { definition } of rows) await client.query(definition)
  await client.query('reset maintenance_work_mem')
}

// A product's search columns are those of the product it was copied from, but for its number.
const copyProducts = `
  with source as (
    select p.*, s.on_hand, s.band, split_part(p.sku, '-', 2) as digits, split_part(p.sku, '-', 1) as series,
           lpad((split_part(p.sku, '-', 2)::int + $1::int * $2::int)::text, 7, '0') as own
      from product as p join stock as s on s.product_id = p.id
     where p.sku between 'G' and 'H' and split_part(p.sku, '-', 2)::int < $2::int
  ), made as (
    insert into product (sku, slug, category_path, brand_slug, name_ru, name_en, description_ru, description_en, price_minor,
                         old_price_minor, weight_grams, attributes, images, published, created_at, attribute_values, search, search_text)
    select series || '-' || own, replace(slug, digits, own), category_path, brand_slug, name_ru, name_en, description_ru,
           description_en, price, case when old_price_minor is not null then price * 5 / 4 end, weight_grams, attributes, images,
           published, now() + own::int * interval '1 microsecond', attribute_values,
           replace(search::text, digits, own)::tsvector, replace(search_text, digits, own)
      from source, lateral (select greatest(1, (price_minor * (70 + 6 * $1::int) / 1000000)) * 10000 - 1000 as price) as other
    returning id, sku, slug, edited_by
  ), addressed as (
    insert into product_address (slug, product_id) select slug, id from made
  ), noted as (
    insert into product_history (product_id, revision, kind, actor) select id, 1, 'created', edited_by from made
  ), shelved as (
    insert into stock (product_id, on_hand, band)
    select made.id, source.on_hand, source.band from made join source on made.sku = source.series || '-' || source.own
    returning product_id, on_hand
  )
  insert into stock_movement (product_id, delta, on_hand, reason, reference, correlation_id)
  select product_id, on_hand, on_hand, 'count', 'generated', 'generated' from shelved where on_hand > 0`

/**
 * Makes the catalogue `times` as large: the first `count` products come again with other numbers, prices and times.
 * @throws if their search columns are not those that writing them would have made
 */
export const multiplyProducts = (client: pg.Client, count: number, times: number): Promise<void> =>
  asCatalog(client, async () => {
    await client.query('reset role')
    await client.query('set session_replication_role = replica')
    for (let copy = 1; copy < times; copy++) await client.query(copyProducts, [copy, count])
    await client.query('set session_replication_role = origin')
    const { rows } = await client.query<{ sku: string }>(
      `select p.sku from (select * from product order by sku desc limit 50) as p, searchable(p) as made
        where (p.search, p.attribute_values, p.search_text) is distinct from (made.search, made.attribute_values, made.search_text)`,
    )
    if (rows.length > 0) throw new Error(`copied amiss: ${rows.map(({ sku }) => sku).join(', ')}`)
    await client.query('analyze product, stock, brand, category')
  })

/** A generated catalogue in an empty database. */
export const loadGenerated = async (client: pg.Client, seed: number, count: number): Promise<void> => {
  await loadDictionaries(client)
  await loadProducts(client, seed, 0, count)
}

/** Writes a generated catalogue as JSON lines, as `catalog:import` takes them. */
export const writeGenerated = async (seed: number, count: number, to: NodeJS.WritableStream): Promise<void> => {
  const lines = function* () {
    for (const product of generatedProducts(seed, count)) yield `${JSON.stringify(product)}\n`
  }
  await pipeline(Readable.from(lines()), to, { end: false })
}
