import type { z } from '@korob/platform/schema'
import { type Sql, sql } from '@korob/platform/sql'
import type { cancelReason, contact, create, OrderStatus, orderItem, orderSlot } from '../contract.ts'

export type OrderDraft = z.output<typeof create.input>
export type OrderItem = z.output<typeof orderItem>
export type CancelReason = z.output<typeof cancelReason>

/** What delivery has told of an order so far. */
export interface DeliveryFacts {
  courier?: { id: string; firstName: string }
  window?: { start: string; end: string }
  eta?: string
  deliveredAt?: string
}

/** An order with its lines, as the statements of this folder return it. */
export interface OrderRow {
  id: string
  serial: number
  version: number
  status: OrderStatus
  cancelReason: CancelReason | null
  attempt: number
  accountId: string | null
  contact: z.output<typeof contact>
  language: OrderDraft['language']
  address: OrderDraft['address']
  slot: z.output<typeof orderSlot>
  itemsMinor: number
  deliveryFeeMinor: number
  totalMinor: number
  currency: OrderDraft['currency']
  paymentMethod: OrderDraft['paymentMethod']
  comment: string | null
  delivery: DeliveryFacts | null
  placedAt: Date
  items: OrderItem[]
}

/** The columns of an `OrderRow` from a relation called `o` that has those of `orders`. */
export const orderColumns: Sql = sql`
  o.id, o.serial, o.version, o.status, o.cancel_reason as "cancelReason", o.attempt, o.account_id as "accountId", o.contact,
  o.language, o.address, o.slot, o.items_minor as "itemsMinor", o.delivery_fee_minor as "deliveryFeeMinor",
  o.total_minor as "totalMinor", o.currency, o.payment_method as "paymentMethod", o.comment, o.delivery,
  o.placed_at as "placedAt",
  (select jsonb_agg(jsonb_build_object(
            'productId', l.product_id, 'sku', l.sku, 'name', l.name, 'quantity', l.quantity,
            'priceMinor', l.price_minor, 'weightGrams', l.weight_grams) order by l.position)
     from order_lines l where l.order_id = o.id) as items`
