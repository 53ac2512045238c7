import { database } from '@korob/platform/database'
import type { Localized } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'
import type { Line } from '../domain/lines.ts'

export interface CartRow {
  productId: string
  sku: string
  slug: string
  name: Localized
  image: string | null
  priceMinor: number
  weightGrams: number
  quantity: number
  available: number
}

/** The lines whose product is in the shop, with what is available to this cart. */
export const findCartLines = (lines: readonly Line[], cartId: string | undefined): Promise<CartRow[]> => {
  const ids = lines.map(({ productId }) => productId)
  return database.many<CartRow>(sql`
    select p.id as "productId", p.sku, p.slug, jsonb_build_object('ru', p.name_ru, 'en', p.name_en) as name,
           p.images[1] as image, p.price_minor as "priceMinor", p.weight_grams as "weightGrams", wanted.quantity,
           greatest(0, s.on_hand - coalesce(held.quantity, 0)) as available
      from unnest(${ids}::uuid[], ${lines.map(({ quantity }) => quantity)}::int[])
           with ordinality as wanted (id, quantity, place)
      join product as p on p.id = wanted.id and p.published and p.deleted_at is null
      join stock as s on s.product_id = p.id
      left join held_by_others(${ids}::uuid[], null, ${cartId ?? null}::uuid, now()) as held on held.product_id = p.id
     order by wanted.place`)
}
