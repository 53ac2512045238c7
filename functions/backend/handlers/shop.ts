import { http } from '@korob/platform/http'
import { placeOrder } from '../actions/place-order.ts'
import { quote } from '../actions/quote.ts'
import { runtime } from '../calls/runtime.ts'
import { routes } from '../routes.ts'

export const handler = http(routes, 'shop', {
  quote: ({ body }) => quote(body),
  placeOrder: ({ headers, body, ...request }) =>
    placeOrder(runtime, body, { ...request, key: headers['idempotency-key'] }),
})
