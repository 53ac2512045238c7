import type { Transaction } from '@korob/platform/database'
import { TooEarly } from '@korob/platform/errors'
import type { EventOf } from '@korob/platform/events'
import type { deliveryDeclined } from '../../delivery/contract.ts'
import { lockOrder, moveOrder } from '../store/move-order.ts'
import { publishCancelled } from './order-events.ts'

/**
 * The window that was asked for could not be kept, or not again after a courier came in vain, and the shopper wants none of
 * the others: the order is cancelled. Nobody brings it any more by then.
 * @throws TooEarly while news of its confirmation is still on its way
 */
export const followDecline = async (
  { data }: EventOf<typeof deliveryDeclined>,
  tx: Transaction,
): Promise<undefined> => {
  const { orderId } = data
  const order = await lockOrder(tx, orderId)
  if (!order) throw new TooEarly(`there is no order ${orderId}`)
  if (order.status === 'cancelled') return
  const moved = await moveOrder(tx, {
    orderId,
    from: ['confirmed', 'scheduled', 'delivery_failed'],
    to: 'cancelled',
    by: { actor: 'shopper' },
    cancelReason: 'shopper',
    details: { why: 'no_slot' },
  })
  if (!moved) throw new TooEarly(`order is ${order.status}`)
  await publishCancelled(tx, moved)
}
