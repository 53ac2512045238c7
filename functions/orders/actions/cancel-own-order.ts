import { Problem } from '@korob/platform/errors'
import type { Actor } from '@korob/platform/tokens'
import type { Delivery } from '../calls/delivery.ts'
import { readOrder } from '../store/read-order.ts'
import { cancelOrder } from './grant-wish.ts'
import { isOwner, orderView } from './show-order.ts'

export interface ShopperCancellation {
  cartId?: string | undefined
  reason: string
}

/**
 * A shopper calls their order off.
 * @throws Problem not_found for somebody else's, told like one that is not there; wrong_state once it has left
 */
export const cancelOwnOrder = async (
  orderId: string,
  actor: Actor,
  { cartId, reason }: ShopperCancellation,
  delivery: Delivery,
) => {
  const order = await readOrder(orderId)
  if (!order || !isOwner(order, actor, cartId)) throw new Problem('not_found')
  const by = { actor: 'shopper', actorId: actor.role === 'shopper' ? actor.id : undefined } as const
  await cancelOrder(orderId, { by, details: { why: reason } }, delivery)
  const cancelled = await readOrder(orderId)
  if (!cancelled) throw new Error('an order is gone')
  return orderView(cancelled)
}
