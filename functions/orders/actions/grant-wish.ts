import { contextFrom, withContext } from '@korob/platform/context'
import { transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { count, logger } from '@korob/platform/observability'
import type { Delivery } from '../calls/delivery.ts'
import { lockOrder } from '../store/move-order.ts'
import type { OrderRow } from '../store/order-row.ts'
import { endWish, type PendingChange, readLeftWishes, readWish } from '../store/pending-changes.ts'
import { beginCancelling, type Cancellation, finishCancelling } from './cancel-order.ts'
import { beginRemoving, contentAfter, finishRemoving, type LinesToRemove } from './remove-lines.ts'

/** Whether a refusal settles the matter. Another kind of error leaves the wish to be tried again. */
const isRefusal = (error: unknown): error is Problem =>
  error instanceof Problem && (error.code === 'wrong_state' || error.code === 'in_progress')

/** A wish and the order it is about, as they were together: what is removed is in that order, and of no other wish. */
const readBoth = (orderId: string) =>
  transaction(async (tx) => {
    const order = await lockOrder(tx, orderId)
    const wish = await readWish(tx, orderId)
    return order && wish ? { order, wish } : undefined
  })

const askDelivery = async (order: OrderRow, wish: PendingChange, delivery: Delivery): Promise<void> => {
  if (wish.kind === 'cancel') {
    const { goodsOut } = await delivery.recall({ orderId: order.id })
    return finishCancelling(wish, goodsOut)
  }
  await delivery.amend(contentAfter(order, wish))
  return finishRemoving(wish)
}

/**
 * Ends an order's wish as delivery decides. Every step may be done again, by anybody: delivery answers the same, and one
 * process ends the wish.
 * @throws Problem wrong_state or in_progress, its refusal: the wish is over; unavailable: the wish stays
 */
const grantWish = async (orderId: string, delivery: Delivery): Promise<void> => {
  const both = await readBoth(orderId)
  if (!both) return
  try {
    await askDelivery(both.order, both.wish, delivery)
  } catch (error) {
    if (isRefusal(error)) await transaction((tx) => endWish(tx, both.wish))
    throw error
  }
}

/** Cancels an order, or says why that can't be done any more. Of a cancelled one nothing changes. */
export const cancelOrder = async (orderId: string, cancellation: Cancellation, delivery: Delivery): Promise<void> => {
  if (await beginCancelling(orderId, cancellation)) await grantWish(orderId, delivery)
}

/** Cancels some of an order, before its parcel is packed. */
export const removeLines = async (orderId: string, lines: LinesToRemove, delivery: Delivery): Promise<void> => {
  await beginRemoving(orderId, lines)
  await grantWish(orderId, delivery)
}

const wishesOfRun = 100

/**
 * Ends wishes whose process died or didn't reach delivery, until the deadline on the clock of `Date.now`.
 * @throws AggregateError once all were tried, of those that failed otherwise than by delivery's answer
 */
export const grantLeftWishes = async (delivery: Delivery, deadlineMs: number): Promise<number> => {
  const left = await readLeftWishes(wishesOfRun)
  const failures: unknown[] = []
  let granted = 0
  for (const { orderId, correlationId } of left) {
    if (Date.now() >= deadlineMs) break
    try {
      await withContext(contextFrom(correlationId), () => grantWish(orderId, delivery))
      granted++
    } catch (error) {
      if (error instanceof Problem) {
        logger.warn('a wish was not granted', { orderId, code: error.code })
      } else {
        logger.error('a wish failed', { orderId, error: error as Error })
        failures.push(error)
      }
    }
  }
  count('orderWishesLeft', left.length - granted)
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} wishes failed`)
  return granted
}
