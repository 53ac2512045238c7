import { type Transaction, transaction } from '@korob/platform/database'
import { logger } from '@korob/platform/observability'
import { publish } from '@korob/platform/outbox'
import { deliveryReturned } from '../contract.ts'
import { maxAttempts, retriedReasons } from '../domain/failures.ts'
import { lockDeliveryOfOrder, lockRouteOfOrder, takeTurnForOrder } from '../store/cancelling.ts'
import { readLastFailure, readToGiveUp } from '../store/failures.ts'
import { cancelDelivery } from './cancel-delivery.ts'

const batchSize = 200

/** Ends a delivery whose goods are back after the last try; false if it was given another slot, or called off, meanwhile. */
const giveUp = async (tx: Transaction, orderId: string, now: Date): Promise<boolean> => {
  await takeTurnForOrder(tx, orderId)
  await lockRouteOfOrder(tx, orderId)
  await lockDeliveryOfOrder(tx, orderId)
  const { status, failures, reason } = await readLastFailure(tx, orderId)
  if (status !== 'failed' || failures < maxAttempts || !reason || !retriedReasons.includes(reason)) return false
  await cancelDelivery(orderId, tx, 'delivery')
  const { deliveryId, orderNumber, version } = await readLastFailure(tx, orderId)
  await publish(tx, deliveryReturned, orderId, version, {
    orderId,
    deliveryId,
    orderNumber,
    reason,
    attempts: failures,
    returnedAt: now.toISOString(),
  })
  return true
}

/**
 * Ends deliveries that were tried as often as we try, once their goods are back, until the deadline. Nothing can bring them
 * any more from then on, so that the cancellation of the order, which follows, meets nobody who does. Returns how many.
 */
export const giveUpFailed = async (deadlineMs: number, now = new Date()): Promise<number> => {
  let ended = 0
  for (const { orderId } of await readToGiveUp(batchSize)) {
    if (Date.now() >= deadlineMs) break
    if (!(await transaction((tx) => giveUp(tx, orderId, now)))) continue
    ended++
    logger.info('delivery given up', { orderId })
  }
  return ended
}
