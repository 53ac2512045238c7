import { address, locatedAddress } from '@korob/platform/address'
import { defineEvent } from '@korob/platform/events'
import { defineOperation } from '@korob/platform/operation'
import {
  currency,
  e164,
  instant,
  language,
  line,
  localized,
  minorUnits,
  paragraph,
  uuid,
  z,
} from '@korob/platform/schema'

export const orderStatuses = [
  'placed',
  'confirmed',
  'scheduled',
  'out_for_delivery',
  'delivered',
  'delivery_failed',
  'cancelled',
] as const
export const orderStatus = z.enum(orderStatuses).meta({ id: 'OrderStatus' })
export type OrderStatus = z.infer<typeof orderStatus>

export const orderItem = z.object({
  productId: uuid,
  sku: z.string(),
  name: localized,
  quantity: z.int().min(1),
  priceMinor: minorUnits,
  weightGrams: z.int().min(0),
})

export const contact = z.object({ name: line(100), phone: e164, email: z.email().max(254).optional() })

export const orderSlot = z
  .object({
    id: z.string().min(1).max(64),
    start: instant.optional(),
    end: instant.optional(),
    state: z
      .enum(['held', 'requested'])
      .describe('`held`: kept for this order. `requested`: delivery could not be asked; it decides later'),
  })
  .meta({ id: 'OrderSlot' })

/** Who ordered: an account, or the cart of a guest. */
export const owner = z.object({ accountId: uuid.optional(), cartId: uuid })

export const paymentMethod = z.enum(['cash', 'card']).meta({ id: 'PaymentMethod', description: 'At the door' })

/** Paid at the door so far; a service that takes money online moves `status` itself. */
export const payment = z
  .object({ method: paymentMethod, status: z.enum(['due', 'paid', 'refunded']).meta({ id: 'PaymentStatus' }) })
  .meta({ id: 'Payment' })

/** What its shopper is told of an order that was taken. */
export const placedOrder = z.object({
  orderId: uuid,
  number: z.string(),
  status: orderStatus,
  placedAt: instant,
  totalMinor: minorUnits,
  currency,
  payment,
  slot: orderSlot,
})
export type PlacedOrder = z.infer<typeof placedOrder>

export const create = defineOperation({
  service: 'orders',
  function: 'operations',
  name: 'create',
  description:
    'Writes the order, its lines, its first history entry and order.placed in one transaction. Idempotent by orderId: again, it answers the order that is there. Refuses wrong_state for an abandoned id.',
  input: z.object({
    orderId: uuid,
    attempt: z.int().min(1),
    owner,
    contact,
    language,
    address: z.union([locatedAddress, address]),
    slot: orderSlot,
    items: z.array(orderItem).min(1).max(50),
    deliveryFeeMinor: minorUnits,
    totalMinor: minorUnits,
    currency,
    paymentMethod,
    comment: paragraph(500).optional(),
  }),
  output: placedOrder,
  refusals: ['wrong_state', 'invalid_request'],
  timeoutMs: 6_000,
})

export const abandon = defineOperation({
  service: 'orders',
  function: 'operations',
  name: 'abandon',
  description:
    'Makes a create of this id that comes later fail. If the order is there already it stays, and is answered.',
  input: z.object({ orderId: uuid }),
  output: z.discriminatedUnion('abandoned', [
    z.object({ abandoned: z.literal(true) }),
    z.object({ abandoned: z.literal(false), order: placedOrder }),
  ]),
  refusals: [],
  timeoutMs: 6_000,
})

const orderFacts = z.object({
  orderId: uuid,
  /** What people say aloud. */
  number: z.string(),
  contact: z.object({ name: z.string(), phone: e164 }),
  language,
  totalMinor: minorUnits,
  currency,
})

export const orderPlaced = defineEvent({
  type: 'order.placed',
  source: 'orders',
  carriers: ['sns'],
  dataversion: 1,
  description: 'An order was taken. Its stock is reserved under (orderId, attempt) and not yet sold.',
  data: z.object({
    orderId: uuid,
    attempt: z.int().min(1),
    items: z.array(z.object({ productId: uuid, quantity: z.int().min(1) })),
  }),
})

export const orderConfirmed = defineEvent({
  type: 'order.confirmed',
  source: 'orders',
  carriers: ['sns', 'rabbitmq'],
  dataversion: 1,
  description: 'The stock is sold to this order: delivery plans it, the shopper is told.',
  data: orderFacts.extend({
    address: z.union([locatedAddress, address]),
    slot: orderSlot,
    attempt: z.int().min(1),
    weightGrams: z.int().min(0),
    items: z.array(z.object({ name: localized, quantity: z.int().min(1) })),
    paymentMethod,
    comment: z.string().optional(),
  }),
})

export const cancelReason = z
  .enum(['out_of_stock', 'shopper', 'operator', 'delivery_failed'])
  .meta({ id: 'CancelReason' })

export const orderCancelled = defineEvent({
  type: 'order.cancelled',
  source: 'orders',
  carriers: ['sns', 'rabbitmq'],
  dataversion: 1,
  description: 'The order will not be delivered: stock and slot go back, the shopper is told why.',
  data: orderFacts.extend({ reason: cancelReason }),
})
