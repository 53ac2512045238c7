import * as catalog from '../../catalog/contract.ts'
import * as delivery from '../../delivery/contract.ts'
import * as orders from '../../orders/contract.ts'
import type { CheckoutServices, KeyOfTry } from '../domain/checkout-services.ts'
import { attempt } from './attempt.ts'
import { knownFee, learnFee } from './fees.ts'

// An order id is used by one try only, so its reservations never have a second attempt.
const firstAttempt = 1

export const checkoutServices = (key: KeyOfTry): CheckoutServices => ({
  ...key,
  reserve: (orderId, { cartId, items }, limitMs) =>
    attempt(
      catalog.reserve,
      {
        orderId,
        attempt: firstAttempt,
        cartId,
        items: items.map(({ productId, quantity }) => ({ productId, quantity })),
      },
      limitMs,
    ),
  hold: (orderId, { address, slotId }, limitMs) =>
    attempt(delivery.hold, { orderId, attempt: firstAttempt, address, slotId }, limitMs),
  create: (order, limitMs) => attempt(orders.create, order, limitMs),
  abandon: (orderId, limitMs) => attempt(orders.abandon, { orderId }, limitMs),
  releaseStock: (orderId, limitMs) => attempt(catalog.release, { orderId, attempt: firstAttempt }, limitMs),
  releaseSlot: (orderId, limitMs) => attempt(delivery.release, { orderId, attempt: firstAttempt }, limitMs),
  knownFee,
  learnFee,
})
