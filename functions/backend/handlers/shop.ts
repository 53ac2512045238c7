import { http } from '@korob/platform/http'
import { revisionOf } from '@korob/platform/preconditions'
import { placeOrder } from '../actions/place-order.ts'
import { quote } from '../actions/quote.ts'
import { saveCart, showCart } from '../actions/saved-cart.ts'
import { runtime } from '../calls/runtime.ts'
import { shopRoutes } from '../shop-routes.ts'

export const handler = http(shopRoutes, 'shop', {
  quote: ({ body }) => quote(body),
  readCart: ({ actor }) => showCart(actor),
  saveCart: ({ actor, body, headers }) =>
    saveCart(actor, body, headers['if-match'] === undefined ? undefined : revisionOf(headers)),
  placeOrder: ({ headers, body, ...request }) =>
    placeOrder(runtime, body, {
      ...request,
      key: headers['idempotency-key'],
      insteadOf: headers['replaces-idempotency-key']?.split(' ') ?? [],
    }),
})
