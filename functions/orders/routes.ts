import { address, locatedAddress } from '@korob/platform/address'
import { defineRoutes } from '@korob/platform/routes'
import { currency, instant, minorUnits, timeWindow, uuid, z } from '@korob/platform/schema'
import { cancelReason, orderItem, orderSlot, orderStatus, paymentMethod } from './contract.ts'
import * as examples from './examples.ts'

const orderLine = orderItem
  .omit({ weightGrams: true })
  .extend({ priceMinor: minorUnits.describe('For one piece'), lineMinor: minorUnits })
  .meta({ id: 'OrderLine' })

const orderDelivery = z
  .object({
    courier: z.object({ firstName: z.string() }),
    window: timeWindow.optional(),
    eta: instant.optional(),
    deliveredAt: instant.optional(),
  })
  .meta({ id: 'OrderDelivery' })

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
    paymentMethod,
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
    items: z.array(orderItem.pick({ name: true, quantity: true })),
  })
  .meta({ id: 'ListedOrder' })

const orderList = z
  .object({
    orders: z.array(listedOrder),
    next: uuid.optional().describe('The cursor of the next page; absent on the last'),
  })
  .meta({ id: 'OrderList' })
export type OrderList = z.infer<typeof orderList>

export const routes = defineRoutes({
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
      limit: z.coerce.number().int().min(1).max(50).default(20),
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
})
