import { type Transaction, transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { logger } from '@korob/platform/observability'
import { afterStep, isOut } from '../domain/delivery-states.ts'
import {
  lockDeliveryOfOrder,
  lockRouteOfOrder,
  removeStop,
  routeOfDelivery,
  takeTurnForOrder,
  touchRoute,
  wasLost,
} from '../store/cancelling.ts'
import { changeStatus } from '../store/deliveries.ts'
import { markCancelled, releaseHolds } from '../store/holds.ts'
import { publishCancelled, publishNext } from './delivery-events.ts'
import { PlanMoved } from './plan-outdated.ts'

/** The order will not be delivered: its place is free again, its stop leaves the trip, and a late confirmation changes nothing. */
export const cancelDelivery = async (
  orderId: string,
  tx: Transaction,
  by: 'orders' | 'delivery' = 'orders',
): Promise<void> => {
  await takeTurnForOrder(tx, orderId)
  await markCancelled(tx, orderId)
  await releaseHolds(tx, orderId)
  const routeId = await lockRouteOfOrder(tx, orderId)
  const delivery = await lockDeliveryOfOrder(tx, orderId)
  if (!delivery) return
  if ((await routeOfDelivery(tx, delivery.id)) !== routeId) throw new PlanMoved()
  const { id, status } = delivery
  const next = afterStep(status, 'cancel')
  if (next === undefined) {
    logger.error('a delivered order was cancelled', { orderId })
    return
  }
  if (next === status) return
  if (!(await changeStatus(tx, id, status, next, { role: by }))) throw new Error('a locked delivery changed')
  const parcelIsOut = status === 'handed_over' || status === 'departed' || status === 'failed'
  await publishCancelled(tx, id, parcelIsOut)
  await removeStop(tx, id, parcelIsOut)
  if (!routeId) return
  await touchRoute(tx, routeId)
  await publishNext(tx, routeId)
}

/**
 * Makes sure that no courier takes the order any more, before its cancellation is final. Whether a parcel has been taken
 * is known here alone, so orders asks first and is told no when it is too late.
 * @throws Problem wrong_state once the parcel is with a courier or its shopper
 */
export const recallOrder = ({ orderId }: { orderId: string }): Promise<{ goodsOut: boolean }> =>
  transaction(async (tx) => {
    await takeTurnForOrder(tx, orderId)
    const routeId = await lockRouteOfOrder(tx, orderId)
    const delivery = await lockDeliveryOfOrder(tx, orderId)
    // Another trip must not be locked after the delivery: who plans does it the other way round.
    if (delivery && (await routeOfDelivery(tx, delivery.id)) !== routeId) throw new PlanMoved()
    if (delivery && isOut(delivery.status))
      throw new Problem('wrong_state', { details: { deliveryStatus: delivery.status } })
    await cancelDelivery(orderId, tx)
    // Orders may hear later that it is lost: nothing of it is in the shop all the same.
    return { goodsOut: delivery !== undefined && (delivery.failures > 0 || (await wasLost(tx, delivery.id))) }
  })
