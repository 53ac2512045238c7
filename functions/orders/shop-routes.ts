import { address, locatedAddress } from '@korob/platform/address'
import { defineRoutes } from '@korob/platform/routes'
import { currency, instant, minorUnits, uuid, z } from '@korob/platform/schema'
import { wrongStateDetails } from '../delivery/contract.ts'
import { cancelReason, orderSlot, orderStatus, payment } from './contract.ts'
import * as examples from './examples.ts'
import { orderDelivery, orderLine } from './views.ts'

const orderView = z
  .object({
    orderId: uuid,
    number: z.string().describe('What people say aloud'),
    status: orderStatus,
    cancelReason: cancelReason.optional(),
    placedAt: instant,
    items: z.array(orderLine),
    itemsMinor: minorUnits,
    deliveryFeeMinor: minorUnits,
    totalMinor: minorUnits,
    currency,
    payment,
    mayCancel: z.boolean().describe('Whether its shopper can still call it off'),
    contact: z.object({ name: z.string(), phone: z.string() }).describe('The phone is masked'),
    address: z.union([locatedAddress, address]),
    slot: orderSlot,
    comment: z.string().optional(),
    delivery: orderDelivery.optional().describe('Once a courier is known'),
    history: z.array(
      z.object({ status: orderStatus, at: instant, reason: z.string().optional() }).meta({ id: 'OrderHistoryEntry' }),
    ),
  })
  .meta({ id: 'Order' })
export type OrderView = z.infer<typeof orderView>

const listedOrder = z
  .object({
    orderId: uuid,
    number: z.string().describe('What people say aloud'),
    status: orderStatus,
    placedAt: instant,
    totalMinor: minorUnits,
    currency,
    items: z.array(orderLine.pick({ name: true, quantity: true })),
  })
  .meta({ id: 'OwnOrder' })

const orderList = z
  .object({
    orders: z.array(listedOrder),
    next: uuid.optional().describe('The cursor of the next page; absent on the last'),
  })
  .meta({ id: 'OrderList' })
export type OrderList = z.infer<typeof orderList>
/** Why a shopper calls an order off. */
export const shopperReasons = ['changed_mind', 'ordered_by_mistake', 'too_late', 'found_elsewhere', 'other'] as const

export const shopRoutes = defineRoutes({
  listOrders: {
    method: 'GET',
    path: '/api/orders',
    access: 'shopper',
    audience: 'shop',
    operationId: 'listOrders',
    summary: 'List my orders',
    description:
      "The account's orders, newest first, those included that were placed as a guest with its phone in the 90 days before.",
    query: z.object({
      cursor: uuid.optional().describe('`next` of the page before'),
      limit: z.coerce.number().int().min(1).max(50).default(20).describe('Orders on a page'),
    }),
    examples: { 'the first page': {}, 'the next page': { query: { cursor: examples.order.orderId, limit: '10' } } },
    answers: { 200: { description: 'A page of orders', schema: orderList, example: examples.orderList } },
    etag: true,
  },
  readOrder: {
    method: 'GET',
    path: '/api/orders/{orderId}',
    access: 'optional',
    audience: 'shop',
    operationId: 'readOrder',
    summary: 'Read an order',
    description:
      "An order's state, lines, totals, delivery and history, for its account or with the token of its link. An order of somebody else is told like one that is not there.",
    params: z.object({ orderId: uuid.describe('Of a placed order') }),
    headers: z.object({ 'x-order-token': z.string().max(128).optional() }),
    examples: { 'by its token': { params: { orderId: examples.order.orderId } } },
    answers: { 200: { description: 'The order', schema: orderView, example: examples.order } },
    errors: ['not_found'],
    etag: true,
  },
  cancelOrder: {
    method: 'POST',
    path: '/api/orders/{orderId}/cancellation',
    access: 'optional',
    audience: 'shop',
    operationId: 'cancelOrder',
    summary: 'Cancel an order',
    description:
      'Until it is out for delivery. By the account whose order it is, or by the cart it came from if it was placed without signing in: a tracking link is not enough, since it may be forwarded. Of a cancelled order it changes nothing. After 503 it may still be cancelled; ask again.',
    params: z.object({ orderId: uuid.describe('Of a placed order') }),
    body: z.object({
      cartId: uuid.optional().describe('The cart that was ordered without signing in'),
      reason: z.enum(shopperReasons),
    }),
    examples: {
      'by its guest': {
        params: { orderId: examples.order.orderId },
        body: { cartId: '0199d3c5-d8b1-7a3c-8e21-5f6a7b8c9d0e', reason: 'changed_mind' },
      },
    },
    answers: { 200: { description: 'The order is cancelled', schema: orderView, example: examples.cancelled } },
    errors: ['not_found', 'wrong_state', 'in_progress'],
    errorDetails: { wrong_state: wrongStateDetails },
  },
})
