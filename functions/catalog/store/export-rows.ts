import { database } from '@korob/platform/database'
import type { Localized } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'
import type { AttributeDefinition, KeptAttribute } from '../domain/attributes.ts'

export interface ExportedCategory {
  path: string
  name: Localized
  position: number
  facets: { attribute: string; shown: boolean }[]
}

export interface ExportedProduct {
  sku: string
  slug: string
  category: string
  otherCategories: string[]
  brand: string | null
  name: Localized
  description: Localized
  priceMinor: number
  oldPriceMinor: number | null
  stock: number
  weightGrams: number
  attributes: KeptAttribute[]
  images: string[]
  published: boolean
}

export const exportedAttributes = (): Promise<AttributeDefinition[]> =>
  database.many<AttributeDefinition>(sql`
    select key, jsonb_build_object('ru', name_ru, 'en', name_en) as name, type, unit from attribute order by key`)

export const exportedBrands = (): Promise<{ slug: string; name: string }[]> =>
  database.many(sql`select slug, name from brand order by slug`)

/** Parents before their children. */
export const exportedCategories = (): Promise<ExportedCategory[]> =>
  database.many<ExportedCategory>(sql`
    select c.path, jsonb_build_object('ru', c.name_ru, 'en', c.name_en) as name, c.position,
           coalesce((select jsonb_agg(jsonb_build_object('attribute', attribute_key, 'shown', shown) order by position)
                       from category_facet where category_id = c.id), '[]') as facets
      from category as c order by c.path`)

/** Living products by sku, those behind `after`. */
export const exportedProducts = (after: string, limit: number): Promise<ExportedProduct[]> =>
  database.many<ExportedProduct>(sql`
    select p.sku, p.slug, current_category(p.category_path) as category,
           array(select current_category(one) from unnest(p.other_categories) as one) as "otherCategories", p.brand_slug as brand,
           jsonb_build_object('ru', p.name_ru, 'en', p.name_en) as name,
           jsonb_build_object('ru', p.description_ru, 'en', p.description_en) as description,
           p.price_minor as "priceMinor", p.old_price_minor as "oldPriceMinor", s.on_hand as stock,
           p.weight_grams as "weightGrams", p.attributes, p.images, p.published
      from product as p join stock as s on s.product_id = p.id
     where p.deleted_at is null and p.sku > ${after}::text
     order by p.sku limit ${limit}`)
