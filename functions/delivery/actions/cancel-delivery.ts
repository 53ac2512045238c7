import type { Transaction } from '@korob/platform/database'
import { logger } from '@korob/platform/observability'
import { afterStep } from '../domain/delivery-states.ts'
import { lockDeliveryOfOrder, lockRouteOfOrder, removeStop, routeOfDelivery, touchRoute } from '../store/cancelling.ts'
import { changeStatus } from '../store/deliveries.ts'
import { markCancelled, releaseHolds } from '../store/holds.ts'

/** The delivery got a courier between two looks; the transaction runs again, as after a serialization failure. */
class PlanMoved extends Error {
  readonly code = '40001'
}

/** The order will not be delivered: its place is free again, its stop leaves the trip, and a late confirmation changes nothing. */
export const cancelDelivery = async (orderId: string, tx: Transaction): Promise<void> => {
  await markCancelled(tx, orderId)
  await releaseHolds(tx, orderId)
  const routeId = await lockRouteOfOrder(tx, orderId)
  const delivery = await lockDeliveryOfOrder(tx, orderId)
  if (!delivery) return
  if ((await routeOfDelivery(tx, delivery.id)) !== routeId) throw new PlanMoved('the delivery changed trips')
  const { id, status } = delivery
  const next = afterStep(status, 'cancel')
  if (next === undefined) {
    logger.error('a delivered order was cancelled', { orderId })
    return
  }
  if (next === status) return
  if (!(await changeStatus(tx, id, status, next, { role: 'orders' }))) throw new Error('a locked delivery changed')
  await removeStop(tx, id, status !== 'assigned')
  if (routeId) await touchRoute(tx, routeId)
}
