import { http } from '@korob/platform/http'
import { showOrder } from '../actions/show-order.ts'
import { routes } from '../routes.ts'

export const handler = http(routes, 'shop', {
  readOrder: ({ params, headers, actor }) => showOrder(params.orderId, actor, headers['x-order-token']),
})
