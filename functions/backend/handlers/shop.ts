import { http } from '@korob/platform/http'
import { placeOrder } from '../actions/place-order.ts'
import { quote } from '../actions/quote.ts'
import { saveCart, showCart } from '../actions/saved-cart.ts'
import { runtime } from '../calls/runtime.ts'
import { routes } from '../routes.ts'

export const handler = http(routes, 'shop', {
  quote: ({ body }) => quote(body),
  readCart: ({ actor }) => showCart(actor),
  saveCart: ({ actor, body, headers }) => saveCart(actor, body, headers['if-match']),
  placeOrder: ({ headers, body, ...request }) =>
    placeOrder(runtime, body, { ...request, key: headers['idempotency-key'] }),
})
