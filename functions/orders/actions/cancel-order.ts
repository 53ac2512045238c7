import { recordAction } from '@korob/platform/audit-log'
import { type Transaction, transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { mayCancel, sourcesOf } from '../domain/transitions.ts'
import { lockOrder, moveOrder } from '../store/move-order.ts'
import type { CancelReason, OrderRow } from '../store/order-row.ts'
import { endWish, keepWish, type NewWish, type PendingChange, readWish } from '../store/pending-changes.ts'
import { publishCancelled } from './order-events.ts'

/** Who cancels and why: reason and their own words. */
export interface Cancellation {
  by: { actor: 'shopper' | 'operator'; actorId?: string | undefined }
  details: Record<string, unknown>
}

const reasonFor = ({ status }: OrderRow, { by }: Cancellation): CancelReason => {
  if (by.actor === 'shopper') return 'shopper'
  return status === 'delivery_failed' ? 'delivery_failed' : 'operator'
}

type Cancelling = NewWish & { kind: 'cancel' }

/** Moves a locked order to cancelled, and says so. False if it is in no state that leads there now. */
const cancelNow = async (tx: Transaction, order: OrderRow, change: Cancelling, goodsOut: boolean): Promise<boolean> => {
  const { orderId, by, cancelReason, details } = change
  const from = sourcesOf('cancelled')
  const moved = await moveOrder(tx, { orderId, from, to: 'cancelled', by, cancelReason, details, goodsOut })
  if (!moved) return false
  await publishCancelled(tx, moved)
  if (by.actor === 'operator' && by.actorId)
    await recordAction(tx, {
      operatorId: by.actorId,
      action: 'order.cancel',
      target: { type: 'order', id: orderId },
      before: { status: order.status },
      after: { status: 'cancelled', reason: cancelReason },
    })
  return true
}

/** Who asks for what somebody else has asked for already is not the one that the order's history will name. */
const joinWish = async (tx: Transaction, { status }: OrderRow, wish: PendingChange, { by }: Cancellation) => {
  if (by.actor !== 'operator' || !by.actorId || by.actorId === wish.by.actorId) return
  await recordAction(tx, {
    operatorId: by.actorId,
    action: 'order.join_cancellation',
    target: { type: 'order', id: wish.orderId },
    before: { status },
    after: { wishedBy: wish.by.actor },
  })
}

/**
 * An order that delivery has not heard of is cancelled at once; of any other the wish is kept, since delivery alone knows
 * whether the parcel has left. Answers whether delivery is to be asked.
 * @throws Problem not_found, wrong_state, in_progress
 */
export const beginCancelling = (orderId: string, cancellation: Cancellation): Promise<boolean> =>
  transaction(async (tx) => {
    const order = await lockOrder(tx, orderId)
    if (!order) throw new Problem('not_found')
    if (order.status === 'cancelled') return false
    if (!mayCancel(order.status, cancellation.by.actor))
      throw new Problem('wrong_state', { details: { orderStatus: order.status } })
    const change: Cancelling = {
      kind: 'cancel',
      orderId,
      cancelReason: reasonFor(order, cancellation),
      ...cancellation,
    }
    if (order.status === 'placed') {
      await cancelNow(tx, order, change, false)
      return false
    }
    if (await keepWish(tx, change)) return true
    const wish = await readWish(tx, orderId)
    if (wish?.kind !== 'cancel') throw new Problem('in_progress', { retryAfterSeconds: 2 })
    await joinWish(tx, order, wish, cancellation)
    return true
  })

/**
 * Delivery has let the order go: it is cancelled, once.
 * @throws Problem unavailable while news of its delivery that makes this possible is still on its way
 */
export const finishCancelling = (change: PendingChange & { kind: 'cancel' }, goodsOut: boolean): Promise<void> =>
  transaction(async (tx) => {
    const order = await lockOrder(tx, change.orderId)
    if (!order || !(await endWish(tx, change)) || order.status === 'cancelled') return
    if (!(await cancelNow(tx, order, change, goodsOut)))
      throw new Problem('unavailable', { retryAfterSeconds: 3, cause: new Error(`the order is still ${order.status}`) })
  })
