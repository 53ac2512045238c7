import { type Database, database } from '@korob/platform/database'
import { joinSql, type Sql, sql } from '@korob/platform/sql'
import type { HistoryEntry, ListedProduct, OperatorProduct } from '../operator-views.ts'

const iso = (column: Sql) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const listedColumns = sql`
  p.id, p.sku, p.slug, jsonb_build_object('ru', p.name_ru, 'en', p.name_en) as name,
  current_category(p.category_path) as category, p.brand_slug as brand,
  p.price_minor as "priceMinor", p.old_price_minor as "oldPriceMinor", p.currency, p.images, p.published,
  p.deleted_at is not null as deleted, s.on_hand as "onHand",
  coalesce((select quantity::int from held_by_others(array[p.id], null, null, now())), 0) as held,
  s.band as availability, p.revision, ${iso(sql`p.updated_at`)} as "updatedAt"`

/** A product whatever its state, as operators see it. */
export const findOperatorProduct = (id: string, on: Database = database): Promise<OperatorProduct | undefined> =>
  on.maybe<OperatorProduct>(sql`
    select ${listedColumns},
           array(select slug from product_address where product_id = p.id and slug <> p.slug order by slug) as "formerSlugs",
           array(select current_category(one) from unnest(p.other_categories) as one) as "otherCategories",
           jsonb_build_object('ru', p.description_ru, 'en', p.description_en) as description, p.weight_grams as "weightGrams",
           coalesce((select jsonb_agg(jsonb_build_object('key', item ->> 'key', 'value', item -> 'value', 'unit', item ->> 'unit') order by place)
                       from jsonb_array_elements(p.attributes) with ordinality as one (item, place)), '[]') as attributes,
           ${iso(sql`p.created_at`)} as "createdAt", p.edited_by as "editedBy"
      from product as p join stock as s on s.product_id = p.id
     where p.id = ${id}::uuid`)

export const productSorts = ['-updated', 'sku', 'price', '-price'] as const
export type ProductSort = (typeof productSorts)[number]

export interface ProductFilter {
  /** Each must stand somewhere in names, brand, categories or sku. */
  words: readonly string[]
  category: string | undefined
  brand: string | undefined
  published: boolean | undefined
  deleted: boolean
  availability: 'none' | 'few' | 'enough' | undefined
  sort: ProductSort
}

interface Order {
  key: Sql
  /** As it goes into a cursor, and comes back from one. */
  text: Sql
  back: (text: string) => Sql
  by: Sql
  after: (key: Sql, id: string) => Sql
}

const micros = sql`(extract(epoch from p.updated_at) * 1000000)::bigint`

const orders: Record<ProductSort, Order> = {
  '-updated': {
    key: sql`p.updated_at`,
    text: sql`${micros}::text`,
    back: (text) => sql`timestamptz 'epoch' + ${text}::bigint * interval '1 microsecond'`,
    by: sql`p.updated_at desc, p.id desc`,
    after: (key, id) => sql`(p.updated_at, p.id) < (${key}, ${id}::uuid)`,
  },
  sku: {
    key: sql`p.sku`,
    text: sql`p.sku`,
    back: (text) => sql`${text}::text`,
    by: sql`p.sku, p.id`,
    after: (key, id) => sql`(p.sku, p.id) > (${key}, ${id}::uuid)`,
  },
  price: {
    key: sql`p.price_minor`,
    text: sql`p.price_minor::text`,
    back: (text) => sql`${text}::bigint`,
    by: sql`p.price_minor, p.id`,
    after: (key, id) => sql`(p.price_minor, p.id) > (${key}, ${id}::uuid)`,
  },
  '-price': {
    key: sql`p.price_minor`,
    text: sql`p.price_minor::text`,
    back: (text) => sql`${text}::bigint`,
    by: sql`p.price_minor desc, p.id desc`,
    after: (key, id) => sql`(p.price_minor, p.id) < (${key}, ${id}::uuid)`,
  },
}

/** A page of products in an order of its own, behind the row that `after` names; `key` is that row's for the next page. */
export const listProducts = async (
  { words, category, brand, published, deleted, availability, sort }: ProductFilter,
  after: readonly [key: string, id: string] | undefined,
  limit: number,
): Promise<(ListedProduct & { key: string })[]> => {
  const order = orders[sort]
  // Asked for by itself: in the list's own statement it would be worked out for each product that is looked at.
  const within =
    category === undefined
      ? undefined
      : await database.one<{ paths: string[] }>(sql`select category_paths(${category}::text) as paths`)
  const conditions = [
    deleted ? sql`p.deleted_at is not null` : sql`p.deleted_at is null`,
    ...(within ? [sql`p.categories && ${within.paths}::text[]`] : []),
    ...(brand === undefined ? [] : [sql`p.brand_slug = ${brand}`]),
    ...(published === undefined ? [] : [sql`p.published = ${published}::boolean`]),
    ...(availability === undefined ? [] : [sql`s.band = ${availability}`]),
    // Words are letters and digits only: none is a wildcard.
    ...words.map((word) => sql`p.search_text like '%' || fold(${word}::text) || '%'`),
    ...(after ? [order.after(order.back(after[0]), after[1])] : []),
  ]
  return database.many<ListedProduct & { key: string }>(sql`
    select ${listedColumns}, ${order.text} as key
      from product as p join stock as s on s.product_id = p.id
     where ${joinSql(conditions, ' and ')}
     order by ${order.by}
     limit ${limit}`)
}

/** Edits of a product, the newest first, those before the entry `before`. */
export const listHistory = (
  productId: string,
  before: string | undefined,
  limit: number,
): Promise<(HistoryEntry & { id: string })[]> =>
  database.many<HistoryEntry & { id: string }>(sql`
    select id::text, revision, kind, actor, changes, ${iso(sql`at`)} as at
      from product_history
     where product_id = ${productId}::uuid and (${before ?? null}::bigint is null or id < ${before ?? null}::bigint)
     order by id desc
     limit ${limit}`)
