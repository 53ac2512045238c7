import { sql } from '@korob/platform/sql'
import type { SortKeys } from '../domain/cursor.ts'
import type { Hit } from '../views.ts'

/** What a page of results shows of a product `p` and its stock `s`. */
export const hitColumns = sql`jsonb_build_object(
  'id', p.id, 'slug', p.slug, 'sku', p.sku, 'name', jsonb_build_object('ru', p.name_ru, 'en', p.name_en),
  'priceMinor', p.price_minor, 'oldPriceMinor', p.old_price_minor, 'currency', p.currency,
  'image', p.images[1], 'availability', s.band)`

export const visible = sql`p.published and p.deleted_at is null`

export interface PageRow {
  hit: Hit
  keys: SortKeys
}
