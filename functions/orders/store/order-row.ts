import type { z } from '@korob/platform/schema'
import { type Sql, sql } from '@korob/platform/sql'
import type { cancelReason, contact, create, OrderStatus, orderItem, orderSlot, PaymentState } from '../contract.ts'

export type OrderDraft = z.output<typeof create.input>
export type OrderItem = z.output<typeof orderItem>
/** A line as it is now; what was cancelled of it is left out. */
export type OrderLine = OrderItem & { position: number }
export type CancelReason = z.output<typeof cancelReason>

/** What delivery has told of an order so far. */
export interface DeliveryFacts {
  courier?: { id: string; firstName: string }
  window?: { start: string; end: string }
  eta?: string
  deliveredAt?: string
  /** Null: it is back, and nobody came in vain. */
  failure?: { reason: string; at: string; attempt: number; triedAgain: boolean } | null
  /** Its trip was ended for the courier, and another is looked for. */
  isBack?: boolean
}

/** The slot that delivery has put an order in: whether it keeps it from the order's beginning or since it was moved. */
export interface DeliverySlot {
  id: string
  start: string
  end: string
}

/** Where its goods are: see migration 0010. */
export type Goods = 'in_shop' | 'out' | 'back' | 'lost'

/** An order with its lines, as the statements of this folder return it. */
export interface OrderRow {
  id: string
  serial: number
  version: number
  status: OrderStatus
  cancelReason: CancelReason | null
  attempt: number
  accountId: string | null
  placedByGuest: boolean
  cartId: string
  contact: z.output<typeof contact>
  language: OrderDraft['language']
  address: OrderDraft['address']
  slot: z.output<typeof orderSlot>
  itemsMinor: number
  deliveryFeeMinor: number
  totalMinor: number
  currency: OrderDraft['currency']
  paymentMethod: OrderDraft['paymentMethod']
  paymentState: PaymentState
  goods: Goods
  comment: string | null
  delivery: DeliveryFacts | null
  placedAt: Date
  items: OrderLine[]
}

/** The columns of an `OrderRow` from a relation called `o` that has those of `orders`. */
export const orderColumns: Sql = sql`
  o.id, o.serial, o.version, o.status, o.cancel_reason as "cancelReason", o.attempt, o.account_id as "accountId", o.placed_by_guest as "placedByGuest", o.cart_id as "cartId", o.contact,
  o.language, o.address, o.slot, o.items_minor as "itemsMinor", o.delivery_fee_minor as "deliveryFeeMinor",
  o.total_minor as "totalMinor", o.currency, o.payment_method as "paymentMethod", o.payment_state as "paymentState", o.goods, o.comment, o.delivery,
  o.placed_at as "placedAt",
  (select jsonb_agg(jsonb_build_object(
            'position', l.position, 'productId', l.product_id, 'sku', l.sku, 'name', l.name,
            'quantity', l.quantity - l.cancelled, 'priceMinor', l.price_minor, 'weightGrams', l.weight_grams) order by l.position)
     from order_lines l where l.order_id = o.id and l.quantity > l.cancelled) as items`
