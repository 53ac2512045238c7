import { database, type Transaction, transaction } from '@korob/platform/database'
import { newId } from '@korob/platform/ids'
import { count, logger } from '@korob/platform/observability'
import type { Insertion } from '../domain/insertion.ts'
import { serviceMs } from '../domain/timetable.ts'
import { changeStatus, readUnassigned, type Unassigned } from '../store/deliveries.ts'
import { insertStop, isFleetUnchanged, openRoute, renumberStops, swapPlanVersion } from '../store/plans.ts'
import { findPlace, lookAtDays } from './day-room.ts'
import { publishStatus } from './delivery-events.ts'
import { makeRoom } from './make-room.ts'
import type { TripCandidate } from './open-trips.ts'
import { PlanOutdated, requireSwap } from './plan-outdated.ts'

/** Of several assigners at once one wins each round, so this many may meet; the schedule helps beyond. */
const maxRounds = 20

const commit = async (tx: Transaction, delivery: Unassigned, insertion: Insertion<TripCandidate>): Promise<void> => {
  const { stops, timetable, candidate } = insertion
  const { courierId, nextTrip, planVersion } = candidate.open
  const { deliveryId, serviceDate } = delivery
  const returnsAt = new Date(timetable.returnsMs)
  const routeId = candidate.open.routeId ?? newId()
  requireSwap(await isFleetUnchanged(tx, candidate.open.fleetVersion))
  requireSwap(
    planVersion === null
      ? await openRoute(tx, { id: routeId, courierId, serviceDate }, nextTrip, returnsAt)
      : await swapPlanVersion(tx, routeId, planVersion, returnsAt),
  )
  requireSwap(await changeStatus(tx, deliveryId, 'unassigned', 'assigned', { role: 'delivery' }))
  const planned = stops.map((stop, index) => ({
    deliveryId: stop.deliveryId,
    position: index + 1,
    eta: new Date(timetable.etasMs[index] ?? Number.NaN),
  }))
  const own = planned.find((stop) => stop.deliveryId === deliveryId)
  if (!own) throw new Error('the plan has lost its new stop')
  await renumberStops(
    tx,
    planned.filter((stop) => stop !== own),
  )
  requireSwap(await insertStop(tx, { id: newId(), routeId, ...own }))
  await publishStatus(tx, deliveryId, 'assigned')
}

const tryOnce = async (deliveryId: string, now: Date, thorough: boolean): Promise<boolean | 'again'> => {
  const delivery = await readUnassigned(deliveryId, serviceMs)
  if (!delivery) return false
  const [day] = await lookAtDays(database, [delivery.serviceDate], delivery.orderId)
  const insertion = findPlace(day!, delivery, now)
  if (!insertion) {
    const done = thorough && (await makeRoom(delivery, now))
    if (done) return done
    count('deliveriesWithoutCourier')
    logger.warn('no courier can take the delivery yet', { deliveryId, slotId: delivery.slotId })
    return false
  }
  try {
    await transaction((tx) => commit(tx, delivery, insertion))
    return true
  } catch (error) {
    if (error instanceof PlanOutdated) return 'again'
    throw error
  }
}

/**
 * Finds courier and time for a delivery and publishes `delivery.courier_assigned`; true if it did. Plans without locks
 * and commits only if the trip is as it was read, so that planning never holds anybody up. Others that are promised keep
 * their places if that can be. Whatever stays unassigned is tried again by the schedule.
 * @param thorough whether stops of others may be moved if there is no place as they are
 */
export const assignCourier = async (deliveryId: string, now = new Date(), thorough = true): Promise<boolean> => {
  for (let round = 1; round <= maxRounds; round++) {
    const done = await tryOnce(deliveryId, now, thorough)
    if (done !== 'again') return done
  }
  logger.info('assigning gave way to others', { deliveryId })
  return false
}
