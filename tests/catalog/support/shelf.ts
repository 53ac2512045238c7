import { transaction } from '@korob/platform/database'
import { newId } from '@korob/platform/ids'
import { sql } from '@korob/platform/sql'
import type pg from 'pg'
import type { ProductInput } from '../../../functions/catalog/domain/product-input.ts'
import { addAttributes, addBrands, addCategories } from '../../../functions/catalog/store/dictionaries.ts'
import { upsertProducts } from '../../../functions/catalog/store/upsert-products.ts'

/** A product to be put on the shelf; what a test doesn't say is plain. */
export const aProduct = (changes: Partial<ProductInput> = {}): ProductInput => {
  const sku = changes.sku ?? `T-${newId()}`
  return {
    sku,
    category: 'kitchen/cookware',
    name: { ru: `Кастрюля ${sku}`, en: `Pot ${sku}` },
    priceMinor: 100_000,
    oldPriceMinor: null,
    stock: 10,
    ...changes,
  }
}

const categories = [
  { path: 'kitchen', name: { ru: 'Кухня', en: 'Kitchen' }, position: 0 },
  { path: 'kitchen/cookware', name: { ru: 'Посуда', en: 'Cookware' }, position: 0 },
  { path: 'garden', name: { ru: 'Сад', en: 'Garden' }, position: 1 },
]

const brands = [
  { slug: 'varnika', name: 'Варника' },
  { slug: 'fargrik', name: 'FÄRGRIK' },
]

const attributes = [{ key: 'material', name: { ru: 'Материал', en: 'Material' }, type: 'text', unit: null }] as const

/** Puts products on the shelf; answers their ids in the same order. */
export const stockShelf = async (admin: pg.Client, products: readonly ProductInput[]): Promise<string[]> => {
  await transaction(async (tx) => {
    await addCategories(tx, categories)
    await addBrands(tx, brands)
    await addAttributes(tx, attributes)
    await upsertProducts(tx, products, { stock: 'set', reference: 'test', correlationId: newId() })
  })
  const { rows } = await admin.query<{ id: string }>(
    `select p.id from unnest($1::text[]) with ordinality as wanted (sku, place)
       join catalog.product as p using (sku) order by place`,
    [products.map(({ sku }) => sku)],
  )
  return rows.map(({ id }) => id)
}

export interface Level {
  onHand: number
  band: string
  held: number
  /** The sum of all movements. */
  moved: number
  indexVersion: number
}

/** What is on the shelf and who keeps some of it. */
export const levelOf = async (admin: pg.Client, productId: string): Promise<Level> => {
  const { rows } = await admin.query<Level>(
    `select s.on_hand as "onHand", s.band, s.index_version::int as "indexVersion",
            (select coalesce(sum(quantity), 0)::int from catalog.reservation_line
              where product_id = s.product_id and held_until > now()) as held,
            (select coalesce(sum(delta), 0)::int from catalog.stock_movement where product_id = s.product_id) as moved
       from catalog.stock as s where s.product_id = $1`,
    [productId],
  )
  const [level] = rows
  if (!level) throw new Error(`no product ${productId}`)
  return level
}

/** Lets a hold be over now instead of in 15 minutes. Locks as the service does: the reservation, then its lines. */
export const outlastHold = (orderId: string): Promise<void> =>
  transaction(async (tx) => {
    await tx.run(sql`select from reservation where order_id = ${orderId} for update`)
    await tx.run(sql`
      update reservation set expires_at = now() - interval '1 second' where order_id = ${orderId} and state = 'held'`)
    await tx.run(sql`
      update reservation_line set held_until = now() - interval '1 second'
       where order_id = ${orderId} and held_until is not null`)
  })

export const stateOf = async (admin: pg.Client, orderId: string): Promise<string | undefined> =>
  (await admin.query<{ state: string }>('select state from catalog.reservation where order_id = $1', [orderId])).rows[0]
    ?.state
