import { database } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import { maxQuantity } from '../contract.ts'
import type { Product } from '../views.ts'

const isUuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const isSlug = /^[a-z0-9-]+$/

/** A product the shop shows, by its id, its slug or one it had before. */
export const findProduct = async (idOrSlug: string): Promise<Product | undefined> => {
  if (!isUuid.test(idOrSlug) && !isSlug.test(idOrSlug)) return undefined
  return database.maybe<Product>(sql`
    select p.id, p.sku, p.slug,
           jsonb_build_object('ru', p.name_ru, 'en', p.name_en) as name,
           jsonb_build_object('ru', p.description_ru, 'en', p.description_en) as description,
           (select coalesce(jsonb_agg(jsonb_build_object('path', c.path, 'name', jsonb_build_object('ru', c.name_ru, 'en', c.name_en))
                                      order by length(c.path)), '[]')
              from category as c where c.path = any (category_ancestry(current_category(p.category_path)))) as categories,
           (select jsonb_build_object('slug', slug, 'name', name) from brand where slug = p.brand_slug) as brand,
           p.price_minor as "priceMinor", p.old_price_minor as "oldPriceMinor", p.currency,
           p.weight_grams as "weightGrams",
           coalesce((select jsonb_agg(jsonb_build_object(
                       'key', a.key, 'name', jsonb_build_object('ru', a.name_ru, 'en', a.name_en),
                       'value', one.item -> 'value', 'unit', coalesce(one.item ->> 'unit', a.unit)) order by one.place)
                       from jsonb_array_elements(p.attributes) with ordinality as one (item, place)
                       join attribute as a on a.key = one.item ->> 'key'), '[]') as attributes,
           p.images, availability_band(level.available) as availability,
           greatest(0, least(level.available, ${maxQuantity}::int)) as available,
           p.revision, to_char(p.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt"
      from product as p
      join stock as s on s.product_id = p.id,
           lateral (select s.on_hand - coalesce((select quantity from held_by_others(array[p.id], null, null, now())), 0) as available) as level
     where ${isUuid.test(idOrSlug) ? sql`p.id = ${idOrSlug}::uuid` : sql`p.id = (select product_id from product_address where slug = ${idOrSlug})`}
       and p.published and p.deleted_at is null`)
}
