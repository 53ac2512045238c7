import { address, locatedAddress } from '@korob/platform/address'
import { defineRoutes } from '@korob/platform/routes'
import { currency, e164, instant, minorUnits, paragraph, uuid, z } from '@korob/platform/schema'
import { refusalDetails } from '../backend/contract.ts'
import { wrongStateDetails } from '../delivery/contract.ts'
import { cancelReason, contact, orderSlot, orderStatus, payment } from './contract.ts'
import * as examples from './examples.ts'
import { linkRoutes } from './link-routes.ts'
import { orderDelivery, orderLine } from './views.ts'

const goods = z.enum(['in_shop', 'out', 'back', 'lost']).meta({
  id: 'OrderGoods',
  description: 'Where the goods are: never sent, on the road, back after a cancellation, or lost on the road',
})

const courier = z.object({ id: uuid, firstName: z.string() }).describe('Who brings it')

const listedOrder = z
  .object({
    orderId: uuid,
    number: z.string(),
    status: orderStatus,
    placedAt: instant,
    contact: z.object({ name: z.string(), phone: e164 }),
    totalMinor: minorUnits,
    currency,
    payment,
    goods,
    slot: orderSlot,
    courier: courier.nullable(),
  })
  .meta({ id: 'ListedOrder' })
export type ListedOrderView = z.infer<typeof listedOrder>

const details = z.record(z.string(), z.unknown()).nullable()

const historyEntry = z
  .object({
    version: z.int().min(1),
    status: orderStatus,
    kind: z
      .enum(['status', 'changed', 'payment', 'goods'])
      .describe('`status`: it moved there; the others happened while it was'),
    at: instant,
    actor: z.string().describe('`shopper`, `operator`, `courier`, or the service whose news it was'),
    actorId: z.string().nullable(),
    reason: z.string().nullable(),
    details,
    correlationId: z.string(),
  })
  .meta({ id: 'OrderTrailEntry' })

const lineQuantity = z
  .object({ productId: uuid, quantity: z.int().min(1).max(99) })
  .meta({ id: 'LineQuantity', description: 'So much of a product of the order' })

const operatorOrder = z
  .object({
    orderId: uuid,
    number: z.string(),
    status: orderStatus,
    cancelReason: cancelReason.optional(),
    placedAt: instant,
    items: z.array(orderLine).describe('What of the order is left'),
    itemsMinor: minorUnits,
    deliveryFeeMinor: minorUnits,
    totalMinor: minorUnits,
    currency,
    payment,
    contact,
    address: z.union([locatedAddress, address]),
    slot: orderSlot,
    comment: z.string().optional(),
    delivery: orderDelivery.optional(),
    accountId: uuid.nullable(),
    ordered: z.array(
      z.object({ productId: uuid, quantity: z.int().min(1), cancelled: z.int().min(0), returned: z.int().min(0) }),
    ),
    goods,
    pending: z.enum(['cancel', 'remove']).nullable().describe("A change that waits for delivery's word"),
    may: z
      .object({
        cancel: z.boolean(),
        removeLines: z.boolean(),
        pay: z.boolean(),
        refund: z.boolean(),
        takeBack: z.boolean(),
      })
      .describe('What an operator can do to it now'),
    history: z.array(historyEntry),
    notes: z.array(z.object({ at: instant, authorId: z.string(), text: z.string() })),
  })
  .meta({ id: 'OperatorOrder' })
export type OperatorOrderView = z.infer<typeof operatorOrder>

const params = z.object({ orderId: uuid.describe('Of a placed order') })
const { orderId } = examples.order
const comment = paragraph(500).optional()

const whatItIs = { wrong_state: wrongStateDetails } as const

const answered = {
  200: { description: 'The order as it is now', schema: operatorOrder, example: examples.operatorOrder },
} as const

const action = {
  method: 'POST',
  access: 'operator',
  audience: 'operator',
  params,
  answers: answered,
  errorDetails: whatItIs,
} as const

export const operatorRoutes = defineRoutes({
  ...linkRoutes,
  operatorOrders: {
    method: 'GET',
    path: '/api/operator/orders',
    access: 'operator',
    audience: 'operator',
    operationId: 'searchOrders',
    summary: 'List orders',
    description: 'The latest first. Filters are joined by "and".',
    query: z.object({
      status: orderStatus.optional().describe('Only these'),
      from: instant.optional().describe('Placed at this instant or later'),
      to: instant.optional().describe('Placed before'),
      slotId: z.string().min(1).max(64).optional().describe('To be brought in this slot'),
      phone: e164.optional().describe('Of who ordered'),
      number: z.string().min(1).max(20).optional().describe('As people say it'),
      courierId: uuid.optional().describe('Brought, or to be brought, by this courier'),
      needs: z
        .enum(['refund', 'goods', 'delivery'])
        .optional()
        .describe(
          '`refund`: cancelled and paid. `goods`: cancelled, and its goods are out, neither back nor lost. `delivery`: no courier for ten minutes, such as for an address that is not on the map, or failed and not tried again',
        ),
      cursor: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .describe('`nextCursor` of the page before, all else being the same'),
      limit: z.coerce.number().int().min(1).max(100).default(50).describe('Orders on a page'),
    }),
    examples: {
      'the latest': {},
      'what has failed': {
        query: { status: 'delivery_failed', from: '2026-11-22T00:00:00Z', to: '2026-11-29T00:00:00Z' },
      },
      'of a caller': { query: { phone: '+79161234567' } },
      'by its number': { query: { number: '10001-4' } },
    },
    answers: {
      200: {
        description: 'A page of orders',
        schema: z.object({ orders: z.array(listedOrder), nextCursor: z.string().nullable() }).meta({ id: 'OrderPage' }),
        example: { orders: [examples.listed], nextCursor: null },
      },
    },
  },
  operatorOrder: {
    method: 'GET',
    path: '/api/operator/orders/{orderId}',
    access: 'operator',
    audience: 'operator',
    operationId: 'readOrderAsOperator',
    summary: 'Read all of an order',
    params,
    examples: { 'the order': { params: { orderId } } },
    answers: answered,
    errors: ['not_found'],
    etag: true,
  },
  operatorCancel: {
    ...action,
    path: '/api/operator/orders/{orderId}/cancellation',
    operationId: 'cancelOrderAsOperator',
    summary: 'Cancel an order for the shop',
    description:
      'Before it leaves, or after its delivery has failed. Goods that have been on the road are in stock again once they are taken back. After 503 it may still be cancelled; ask again.',
    body: z.object({ comment }),
    examples: { 'with a word': { params: { orderId }, body: { comment: 'Покупатель позвонил' } } },
    errors: ['not_found', 'wrong_state', 'in_progress'],
  },
  operatorRemoveLines: {
    ...action,
    path: '/api/operator/orders/{orderId}/removals',
    operationId: 'removeOrderLines',
    summary: 'Cancel some of an order',
    description:
      "Before its parcel is packed. What goes is in stock again, what is left is priced anew, the shopper is told. By the shop's wish delivery costs what was promised; by the shopper's, what the zone asks for what is left.",
    body: z.object({
      lines: z.array(lineQuantity).min(1).max(50),
      wish: z.enum(['shop', 'shopper']),
      comment,
    }),
    examples: {
      'one piece less': {
        params: { orderId },
        body: { lines: [{ productId: examples.order.items[0]?.productId ?? '', quantity: 1 }], wish: 'shop' },
      },
    },
    errors: ['not_found', 'wrong_state', 'in_progress'],
  },
  operatorPayment: {
    ...action,
    path: '/api/operator/orders/{orderId}/payment',
    operationId: 'recordPayment',
    summary: 'Record a payment or a refund',
    description:
      'A delivered order is paid by that. Of a cancelled one what was paid before is given back. Again, it changes nothing. While some of it is being cancelled, it is not settled what is to be paid: ask again.',
    body: z.object({ state: z.enum(['paid', 'refunded']) }),
    examples: { 'paid before delivery': { params: { orderId }, body: { state: 'paid' } } },
    errors: ['not_found', 'wrong_state', 'in_progress'],
  },
  operatorReturnedGoods: {
    ...action,
    path: '/api/operator/orders/{orderId}/returned-goods',
    operationId: 'takeBackGoods',
    summary: 'Take back the goods of a cancelled order',
    description:
      'Those that can be sold again: all, unless lines are given. The others are lost. Again, it changes nothing.',
    body: z.object({ lines: z.array(lineQuantity).max(50).optional() }),
    examples: { 'all of them': { params: { orderId }, body: {} } },
    errors: ['not_found', 'wrong_state'],
  },
  operatorReschedule: {
    ...action,
    path: '/api/operator/orders/{orderId}/rescheduling',
    operationId: 'rescheduleOrder',
    summary: 'Deliver an order at another time',
    description:
      'Any time while it is not on the road; one whose delivery failed is tried again by it. Without a slot, the next that has a place.',
    body: z.object({ slotId: z.string().min(1).max(64).optional() }),
    examples: { 'the next slot': { params: { orderId }, body: {} } },
    errors: ['not_found', 'wrong_state', 'in_progress', 'slot_taken'],
    errorDetails: {
      ...whatItIs,
      slot_taken: { schema: refusalDetails.slot_taken, example: { reason: 'full' } },
    },
  },
  operatorNote: {
    ...action,
    path: '/api/operator/orders/{orderId}/notes',
    operationId: 'noteOrder',
    summary: 'Write a note to an order',
    description: 'Not to one whose person was forgotten.',
    body: z.object({ text: paragraph(1000).pipe(z.string().min(1)) }),
    examples: { 'a note': { params: { orderId }, body: { text: 'Позвонить за час' } } },
    errors: ['not_found', 'wrong_state'],
  },
})
