import type pg from 'pg'
import { shopperAt } from '../../support/shopper.ts'
import type { Assortment, Basket } from './basket.ts'

/** So much of everything that goods never run short; written down as an import would. */
export const fillStock = async (db: pg.Client, pieces: number): Promise<void> => {
  await db.query(`set search_path = catalog, extensions`)
  await db.query(
    `with filled as (
       update stock set on_hand = on_hand + $1 returning product_id, on_hand
     )
     insert into stock_movement (product_id, delta, on_hand, reason, reference, correlation_id)
     select product_id, $1, on_hand, 'count', 'bench', 'bench' from filled`,
    [pieces],
  )
  await db.query(`select refresh_bands(array(select product_id from stock))`)
  await db.query('reset search_path')
}

const everyOrder = [
  'backend.idempotency_keys',
  'catalog.reservation, catalog.reservation_line, catalog.outbox',
  'delivery.hold',
  'orders.order_claims, orders.orders, orders.order_lines, orders.order_history, orders.pending_change, orders.order_note, orders.revoked_links, orders.order_links, orders.outbox',
].join(', ')

/** Forgets all orders, so that each measurement begins with the same tables. Nothing may be under way. */
export const clearOrders = async (db: pg.Client): Promise<void> => {
  await db.query(`truncate ${everyOrder}`)
  // What they had set aside is let go, so that the ledger adds up.
  await db.query(
    `insert into catalog.stock_movement (product_id, delta, held_delta, on_hand, reason, reference, correlation_id)
     select product_id, 0, -sum(held_delta), s.on_hand, 'release', 'bench', 'bench'
       from catalog.stock_movement join catalog.stock as s using (product_id)
      group by product_id, s.on_hand having sum(held_delta) <> 0`,
  )
  await db.query('checkpoint')
}

const pick = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)] as T

/** Carts of one to three products, quoted by the shop, and the slots it offers. */
export const readAssortment = async (apiUrl: string, carts: number): Promise<Assortment> => {
  const shopper = shopperAt(apiUrl)
  const { items: products } = await shopper.search({ limit: '50' })
  const baskets: Basket[] = []
  while (baskets.length < carts) {
    const ids = new Set(Array.from({ length: 1 + (baskets.length % 3) }, () => pick(products).id))
    const items = [...ids].map((productId) => ({ productId, quantity: 1 + Math.floor(Math.random() * 2) }))
    baskets.push({ items, totalMinor: await shopper.quoteTotal(items) })
  }
  return { baskets, slotIds: (await shopper.slots()).map(({ id }) => id) }
}
