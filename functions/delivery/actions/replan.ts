import type { Transaction } from '@korob/platform/database'
import { afterStep } from '../domain/delivery-states.ts'
import {
  isUnplannable,
  lockDeliveryOfOrder,
  lockRouteOfOrder,
  routeOfDelivery,
  touchRoute,
} from '../store/cancelling.ts'
import { changeStatus } from '../store/deliveries.ts'
import { moveOutOfTrip } from '../store/failures.ts'
import { publishUnassigned } from './delivery-events.ts'
import { PlanMoved } from './plan-outdated.ts'

/**
 * Takes a delivery that is not on the road out of its trip and into the slot that `choose` finds and locks. Answers its
 * id, so that a courier is found once this has committed; undefined if there is no slot, or it can't be moved any more or at all.
 * Locks slot, trip, delivery in this order, as everywhere.
 */
export const replan = async (
  tx: Transaction,
  orderId: string,
  choose: (tx: Transaction) => Promise<string | undefined>,
): Promise<string | undefined> => {
  if (await isUnplannable(tx, orderId)) return undefined
  const slotId = await choose(tx)
  if (slotId === undefined) return undefined
  const routeId = await lockRouteOfOrder(tx, orderId)
  const delivery = await lockDeliveryOfOrder(tx, orderId)
  if (delivery && (await routeOfDelivery(tx, delivery.id)) !== routeId) throw new PlanMoved()
  const next = delivery && afterStep(delivery.status, 'replan')
  if (!delivery || next === undefined) return undefined
  if (next !== delivery.status && !(await changeStatus(tx, delivery.id, delivery.status, next, { role: 'delivery' })))
    throw new Error('a locked delivery changed')
  if (delivery.status === 'assigned') await publishUnassigned(tx, [delivery.id])
  await moveOutOfTrip(tx, delivery.id, slotId)
  if (routeId) await touchRoute(tx, routeId)
  return delivery.id
}
