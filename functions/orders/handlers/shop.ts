import { http } from '@korob/platform/http'
import { cancelOwnOrder } from '../actions/cancel-own-order.ts'
import { listOwnOrders } from '../actions/own-orders.ts'
import { showOrder } from '../actions/show-order.ts'
import { delivery } from '../calls/delivery.ts'
import { shopRoutes } from '../shop-routes.ts'

export const handler = http(shopRoutes, 'shop', {
  listOrders: ({ actor, query }) => listOwnOrders(actor, query.cursor, query.limit),
  readOrder: ({ params, headers, actor }) => showOrder(params.orderId, actor, headers['x-order-token']),
  cancelOrder: ({ params, body, actor }) => cancelOwnOrder(params.orderId, actor, body, delivery),
})
