import { currentContext } from '@korob/platform/context'
import { database } from '@korob/platform/database'
import { newEvent } from '@korob/platform/events'
import { outboxInsert } from '@korob/platform/outbox'
import { sql } from '@korob/platform/sql'
import { type OrderStatus, orderPlaced } from '../contract.ts'
import { goodsOf } from '../domain/goods.ts'
import type { OrderDraft } from './order-row.ts'

export interface PlacedRow {
  id: string
  serial: number
  status: OrderStatus
  placedAt: Date
  totalMinor: number
  currency: OrderDraft['currency']
  paymentMethod: OrderDraft['paymentMethod']
  slot: OrderDraft['slot']
}

/**
 * Writes the order, its lines, its first history entry and order.placed, or nothing if the id is claimed already.
 * One statement, so one round trip and one commit: checkout waits for it.
 */
export const insertOrder = (order: OrderDraft, itemsMinor: number): Promise<PlacedRow | undefined> => {
  const { orderId, attempt, owner } = order
  const event = newEvent(orderPlaced, orderId, 1, {
    orderId,
    attempt,
    items: goodsOf(order.items),
  })
  return database.maybe<PlacedRow>(sql`
    with claim as (
      insert into order_claims (order_id, fate) values (${orderId}, 'placed') on conflict do nothing returning order_id
    ), placed as (
      insert into orders (id, attempt, account_id, cart_id, contact, language, address, slot, items_minor,
                          delivery_fee_minor, total_minor, currency, payment_method, comment)
      select order_id, ${attempt}::integer, ${owner.accountId ?? null}::uuid, ${owner.cartId}::uuid,
             ${JSON.stringify(order.contact)}::jsonb, ${order.language}, ${JSON.stringify(order.address)}::jsonb,
             ${JSON.stringify(order.slot)}::jsonb, ${itemsMinor}::bigint, ${order.deliveryFeeMinor}::bigint,
             ${order.totalMinor}::bigint, ${order.currency}, ${order.paymentMethod}, ${order.comment || null}::text
        from claim
      returning id, serial, status, placed_at, total_minor, currency, payment_method, slot
    ), lines as (
      insert into order_lines (order_id, position, product_id, sku, name, quantity, price_minor, weight_grams)
      select placed.id, line.position, (line.item ->> 'productId')::uuid, line.item ->> 'sku', line.item -> 'name',
             (line.item ->> 'quantity')::integer, (line.item ->> 'priceMinor')::bigint, (line.item ->> 'weightGrams')::integer
        from placed, jsonb_array_elements(${JSON.stringify(order.items)}::jsonb) with ordinality as line (item, position)
    ), history as (
      insert into order_history (order_id, version, status, actor, correlation_id)
      select id, 1, status, 'shopper', ${currentContext().correlationId} from placed
    ), queued as (${outboxInsert(orderPlaced, event, sql`exists (select from placed)`)})
    select id, serial, status, placed_at as "placedAt", total_minor as "totalMinor", currency,
           payment_method as "paymentMethod", slot from placed`)
}

/** The order that was taken under this id, if one was. */
export const findPlaced = (orderId: string): Promise<PlacedRow | undefined> =>
  database.maybe<PlacedRow>(sql`
    select id, serial, status, placed_at as "placedAt", total_minor as "totalMinor", currency,
           payment_method as "paymentMethod", slot
      from orders where id = ${orderId}`)

/** Claims the id for nothing, so that no create can have it. False if it was claimed before, for whatever. */
export const insertTombstone = async (orderId: string): Promise<boolean> =>
  (await database.run(sql`
    insert into order_claims (order_id, fate) values (${orderId}, 'abandoned') on conflict do nothing`)) === 1
