import { address, locatedAddress } from '@korob/platform/address'
import { aspectSubject, defineEvent } from '@korob/platform/events'
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

export const paymentStates = ['due', 'paid', 'refunded'] as const
export const paymentState = z
  .enum(paymentStates)
  .meta({ id: 'PaymentState', description: '`due`: to be paid at the door; nothing is due of a cancelled order' })
export type PaymentState = z.infer<typeof paymentState>

/** Paid at the door so far; a service that takes money online moves `state` itself. */
export const payment = z.object({ method: paymentMethod, state: paymentState }).meta({ id: 'Payment' })

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

export const adoptOrders = defineOperation({
  service: 'orders',
  function: 'operations',
  name: 'adopt-orders',
  description:
    'An account has proven that the phone is its own: what was ordered with it as a guest these 90 days is the account’s, and so is what will be. Refuses wrong_state for an account that was erased.',
  input: z.object({ accountId: uuid, phone: e164 }),
  output: z.object({ adopted: z.int().min(0) }),
  refusals: ['wrong_state'],
  timeoutMs: 4_000,
})

export const eraseAccount = defineOperation({
  service: 'orders',
  function: 'operations',
  name: 'erase-account',
  description:
    'Takes names, phones and addresses out of an account’s orders and voids their links; the orders stay, nobody’s. Refuses open_orders (details.orders: their numbers, details.toRefund: which of them are cancelled and not refunded) while some are under way, unless it was done before: what came since is a guest’s. Without a phone, the account’s own alone: its number is another’s by now. Idempotent.',
  input: z.object({ accountId: uuid, phone: e164.optional() }),
  output: z.object({ erased: z.int().min(0) }),
  refusals: ['open_orders'],
  timeoutMs: 8_000,
})

export const exportOrders = defineOperation({
  service: 'orders',
  function: 'operations',
  name: 'export-orders',
  description: 'All that is kept of an account’s orders, oldest first, a page at a time.',
  input: z.object({ accountId: uuid, after: uuid.optional() }),
  output: z.object({ orders: z.array(z.looseObject({ orderId: uuid })), more: z.boolean() }),
  refusals: [],
  timeoutMs: 6_000,
})

export const findOrder = defineOperation({
  service: 'orders',
  function: 'operations',
  name: 'find-order',
  description:
    'The order with this number and this phone, and from when on a link to it is valid: now, or, since links know seconds only, a second after all before were voided. Refuses not_found for any other pair.',
  input: z.object({ number: z.string().max(32), phone: e164 }),
  output: z.object({ orderId: uuid, number: z.string(), linksFrom: instant }),
  refusals: ['not_found'],
  timeoutMs: 4_000,
})

export const revokeLinks = defineOperation({
  service: 'orders',
  function: 'operations',
  name: 'revoke-links',
  description: 'Voids all links of an order that were made until now. Refuses not_found.',
  input: z.object({ orderId: uuid, operatorId: z.string().min(1).max(64) }),
  output: z.object({ revokedAt: instant }),
  refusals: ['not_found'],
  timeoutMs: 4_000,
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
  .enum(['out_of_stock', 'shopper', 'operator', 'delivery_failed', 'lost'])
  .meta({ id: 'CancelReason', description: '`lost`: on the road' })

const goods = z.array(z.object({ productId: uuid, quantity: z.int().min(1) }))

export const orderCancelled = defineEvent({
  type: 'order.cancelled',
  source: 'orders',
  carriers: ['sns', 'rabbitmq'],
  dataversion: 1,
  description: 'The order will not be delivered: stock and slot go back, the shopper is told why.',
  data: orderFacts.extend({
    reason: cancelReason,
    /** The goods have been on the road: they are in stock again with order.returned, not with this. */
    goodsOut: z.boolean().optional(),
    /** With goodsOut: what is on the road. The rest stayed in the shop, though its order.changed may come later than this. */
    items: goods.optional(),
  }),
})

export const orderChanged = defineEvent({
  type: 'order.changed',
  source: 'orders',
  carriers: ['sns', 'rabbitmq'],
  dataversion: 1,
  description:
    'Some of a confirmed order was cancelled before it left: what remains, all of it. The rest is in stock again.',
  data: orderFacts.extend({
    items: goods.min(1),
    removed: z.array(z.object({ productId: uuid, name: localized, quantity: z.int().min(1) })).min(1),
    deliveryFeeMinor: minorUnits,
  }),
})

export const orderReturned = defineEvent({
  type: 'order.returned',
  source: 'orders',
  carriers: ['sns'],
  dataversion: 1,
  description: 'Goods of a cancelled order are back from the road: those that can be sold again. Others are lost.',
  data: z.object({
    orderId: uuid,
    items: goods,
    /** All that was on the road. */
    onRoad: goods.optional(),
  }),
})

/** Subjects of their own, with their own sequence: such news must not make news of the order itself look old. */
export const linksSubject = (orderId: string): string => aspectSubject(orderId, 'links')
export const personSubject = (orderId: string): string => aspectSubject(orderId, 'person')
export const paymentSubject = (orderId: string): string => aspectSubject(orderId, 'payment')

export const orderPaid = defineEvent({
  type: 'order.paid',
  source: 'orders',
  carriers: ['sns'],
  dataversion: 1,
  description: 'The order was paid before it was brought: nothing is to be collected at the door.',
  data: z.object({ orderId: uuid }),
})

export const orderLinksRevoked = defineEvent({
  type: 'order.links_revoked',
  source: 'orders',
  carriers: ['sns'],
  dataversion: 1,
  description: 'Links of the order that were made before are void.',
  data: z.object({ orderId: uuid, revokedAt: instant }),
})

export const orderAnonymised = defineEvent({
  type: 'order.anonymised',
  source: 'orders',
  carriers: ['sns', 'rabbitmq'],
  dataversion: 1,
  description: 'Whose order it was is forgotten, and every link to it void: others forget it as well.',
  data: z.object({ orderId: uuid }),
})
