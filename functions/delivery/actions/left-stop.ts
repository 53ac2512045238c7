import type { Transaction } from '@korob/platform/database'
import { afterStep, type DeliveryStatus } from '../domain/delivery-states.ts'
import { routeOfDelivery, touchRoute } from '../store/cancelling.ts'
import { changeStatus } from '../store/deliveries.ts'
import { bringStopBack, type LeftStop, lockLeftDelivery, lockRoutes } from '../store/left-stops.ts'
import { keepProof, type Proof } from '../store/proofs.ts'
import { answerOffer } from '../store/slot-offers.ts'
import { publishLateDelivery } from './delivery-events.ts'
import { PlanMoved } from './plan-outdated.ts'

/** A step at a stop that has left its courier's trip: the delivery is locked, and so are both trips. */
export interface AtLeftStop {
  left: LeftStop
  status: DeliveryStatus
  /** The trip it is on now. */
  routeId: string | undefined
  courierId: string
  /** When it was done. */
  at: Date
}

/** Locks trips and delivery, in this order, as everywhere. */
export const lockLeftStop = async (
  tx: Transaction,
  { deliveryId, routeId: former }: LeftStop,
): Promise<Pick<AtLeftStop, 'status' | 'routeId'>> => {
  const routeId = await routeOfDelivery(tx, deliveryId)
  await lockRoutes(tx, routeId === undefined ? [former] : [former, routeId])
  const { status } = await lockLeftDelivery(tx, deliveryId)
  if ((await routeOfDelivery(tx, deliveryId)) !== routeId) throw new PlanMoved()
  return { status, routeId }
}

/**
 * Whether the courier can have delivered it: they had left with it while the stop was on their trip, and nobody has left with
 * it since. Once it is known to have come back, what they did before the stop left the trip counts; else they have had it all along.
 */
export const mayHaveDelivered = ({ left, status, at }: AtLeftStop): boolean =>
  left.departedAt !== null &&
  left.departedAt < left.leftAt &&
  at >= left.departedAt &&
  (at <= left.leftAt || !(left.isSettled || left.hadFailed)) &&
  afterStep(status, 'deliverLate') === 'delivered'

/** The shopper has had the parcel all along: its stop is the courier's again, and nobody else comes. */
export const deliverLate = async (
  tx: Transaction,
  { left, status, routeId, courierId, at }: AtLeftStop,
  proof: Proof,
): Promise<void> => {
  await bringStopBack(tx, left, at)
  if (!(await changeStatus(tx, left.deliveryId, status, 'delivered', { role: 'courier', id: courierId }, at)))
    throw new Error('a locked delivery changed')
  await keepProof(tx, left.deliveryId, proof)
  await answerOffer(tx, left.deliveryId, 'accepted')
  await publishLateDelivery(tx, left.deliveryId)
  if (routeId !== undefined) await touchRoute(tx, routeId)
}
