import { type Database, database } from '@korob/platform/database'
import type { Localized } from '@korob/platform/schema'
import { type Sql, sql } from '@korob/platform/sql'
import type { Hit } from '../views.ts'
import { isGone } from './index-versions.ts'

export interface IndexedProduct {
  id: string
  indexVersion: number
  visible: boolean
  hit: Hit
  descriptions: string[]
  brand: string | null
  brandName: string | null
  categories: { path: string; ru: string; en: string }[]
  /** `number`: in the unit of the attribute. */
  attributes: { key: string; value: number | boolean | Localized; unit: string | null; number?: number | null }[]
  createdMicros: number
}

// While a category moves, its products have its old path until each has followed.
const currentCategories = sql`case
  when exists (select from follow_up where kind = 'moved')
  then category_closure(array(select current_category(one) from unnest(array_prepend(p.category_path, p.other_categories)) as one))
  else p.categories end`

// Whole documents with their versions, in one statement: both are of one moment.
const documents = (which: Sql): Sql => sql`
    select p.id, s.index_version as "indexVersion", p.published and p.deleted_at is null as visible,
           jsonb_build_object(
             'id', p.id, 'slug', p.slug, 'sku', p.sku, 'name', jsonb_build_object('ru', p.name_ru, 'en', p.name_en),
             'priceMinor', p.price_minor, 'oldPriceMinor', p.old_price_minor, 'currency', p.currency,
             'image', p.images[1], 'availability', s.band) as hit,
           array[p.description_ru, p.description_en] as descriptions,
           b.slug as brand, b.name as "brandName",
           (select coalesce(jsonb_agg(jsonb_build_object('path', c.path, 'ru', c.name_ru, 'en', c.name_en) order by c.path), '[]')
              from category as c where c.path = any (${currentCategories})) as categories,
           (select coalesce(jsonb_agg(jsonb_build_object(
                     'key', one ->> 'key', 'value', one -> 'value', 'unit', coalesce(one ->> 'unit', a.unit),
                     'number', case jsonb_typeof(one -> 'value')
                                 when 'number' then in_unit((one ->> 'value')::numeric, one ->> 'unit', a.unit) end)), '[]')
              from jsonb_array_elements(p.attributes) as one left join attribute as a on a.key = one ->> 'key') as attributes,
           (extract(epoch from p.created_at) * 1000000)::bigint as "createdMicros"
      from product as p join stock as s on s.product_id = p.id left join brand as b on b.slug = p.brand_slug
     where ${which}`

/** What the index shows of these products. */
export const readIndexedProducts = (ids: readonly string[]): Promise<IndexedProduct[]> =>
  database.many<IndexedProduct>(documents(sql`p.id = any (${ids}::uuid[])`))

/** What an index is filled with: products in id order, from after `cursor` on. */
export const readIndexedProductsAfter = (
  db: Database,
  cursor: string | null,
  limit: number,
): Promise<IndexedProduct[]> =>
  db.many<IndexedProduct>(
    documents(sql`
      p.id > ${cursor ?? '00000000-0000-0000-0000-000000000000'}::uuid and not ${isGone} order by p.id limit ${limit}`),
  )
