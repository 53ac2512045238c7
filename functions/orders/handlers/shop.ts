import { http } from '@korob/platform/http'
import { listOwnOrders } from '../actions/list-orders.ts'
import { showOrder } from '../actions/show-order.ts'
import { routes } from '../routes.ts'

export const handler = http(routes, 'shop', {
  listOrders: ({ actor, query }) => listOwnOrders(actor, query.cursor, query.limit),
  readOrder: ({ params, headers, actor }) => showOrder(params.orderId, actor, headers['x-order-token']),
})
