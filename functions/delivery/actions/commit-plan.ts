import type { Transaction } from '@korob/platform/database'
import { newId } from '@korob/platform/ids'
import type { PlannedAnew } from '../domain/reoptimisation.ts'
import { insertStops, isFleetUnchanged, openRoutes, swapPlanVersions } from '../store/plans.ts'
import {
  areStillUnloaded,
  assignAll,
  lockDeliveries,
  noteNewPlans,
  type PlanNews,
  placeStops,
  readMoved,
} from '../store/reoptimising.ts'
import { publishPlans } from './delivery-events.ts'
import type { TripCandidate } from './open-trips.ts'
import { requireSwap } from './plan-outdated.ts'

/** A time of arrival that moves by more is told. */
const toldMs = 15 * 60_000

export type Anew = PlannedAnew<TripCandidate>

const isChanged = ({ candidate, stops }: Anew): boolean =>
  stops.length !== candidate.stops.length ||
  stops.some(({ deliveryId }, index) => candidate.stops[index]?.deliveryId !== deliveryId)

/** Locks the trips in the order of their ids, opens new ones, and answers the id of each. */
const takeRoutes = async (tx: Transaction, serviceDate: string, anew: readonly Anew[]): Promise<Map<Anew, string>> => {
  const trips = anew.map((trip) => {
    const { routeId, planVersion, courierId, nextTrip } = trip.candidate.open
    const returnsAt = new Date(trip.timetable.returnsMs)
    return { trip, id: routeId ?? newId(), planVersion, courierId, number: nextTrip, returnsAt }
  })
  const open = trips.flatMap(({ id, planVersion, returnsAt }) =>
    planVersion === null ? [] : [{ routeId: id, planVersion, returnsAt }],
  )
  const fresh = trips.filter(({ planVersion }) => planVersion === null)
  requireSwap(await swapPlanVersions(tx, open))
  requireSwap(
    await openRoutes(
      tx,
      serviceDate,
      fresh.map(({ id, courierId, number, returnsAt }) => ({ id, courierId, trip: number, returnsAt })),
    ),
  )
  return new Map(trips.map(({ trip, id }) => [trip, id]))
}

/**
 * Trips become what was planned for them, if nobody changed them since they were read; who is brought at another time or
 * by another courier is told so. A handful of statements, however many stops there are, for couriers wait meanwhile.
 * @param before the trips as they were read; those planned anew are among them
 * @param onlyUnloaded trips of which a courier has a parcel by now are left alone
 * @throws PlanOutdated when somebody came between
 */
export const commitPlan = async (
  tx: Transaction,
  serviceDate: string,
  before: readonly TripCandidate[],
  trips: readonly Anew[],
  onlyUnloaded: boolean,
): Promise<void> => {
  const anew = trips.filter(isChanged)
  for (const version of new Set(anew.map(({ candidate }) => candidate.open.fleetVersion)))
    requireSwap(await isFleetUnchanged(tx, version))
  const routes = await takeRoutes(tx, serviceDate, anew)
  if (onlyUnloaded) requireSwap(await areStillUnloaded(tx, [...routes.values()]))
  const courierBefore = new Map(
    before.flatMap(({ open, stops }) => stops.map(({ deliveryId }) => [deliveryId, open.courierId] as const)),
  )
  const placed = anew.flatMap((trip) =>
    trip.stops.map(({ deliveryId }, index) => ({
      deliveryId,
      routeId: routes.get(trip)!,
      courierId: trip.candidate.open.courierId,
      position: index + 1,
      eta: new Date(trip.timetable.etasMs[index]!),
    })),
  )
  const locked = await lockDeliveries(
    tx,
    placed.map(({ deliveryId }) => deliveryId),
  )
  // Whose parcel is packed is told when it leaves.
  const isTold = new Set(locked.flatMap(({ id, status }) => (status === 'assigned' ? [id] : [])))
  const staying = placed.filter(({ deliveryId }) => courierBefore.has(deliveryId))
  const fresh = placed.filter(({ deliveryId }) => !courierBefore.has(deliveryId))
  requireSwap((await placeStops(tx, staying)) === staying.length)
  const ids = staying.map(({ deliveryId }) => deliveryId)
  const moved = new Set(await readMoved(tx, ids, toldMs))
  const plans = staying.flatMap(({ deliveryId, courierId }): { deliveryId: string; news: PlanNews }[] => {
    if (!isTold.has(deliveryId)) return []
    if (moved.has(deliveryId)) return [{ deliveryId, news: 'rescheduled' }]
    return courierBefore.get(deliveryId) === courierId ? [] : [{ deliveryId, news: 'courier_changed' }]
  })
  requireSwap(await noteNewPlans(tx, plans))
  const assigned = fresh.map(({ deliveryId }) => deliveryId)
  requireSwap(await assignAll(tx, assigned))
  requireSwap(
    await insertStops(
      tx,
      fresh.map((stop) => ({ id: newId(), ...stop })),
    ),
  )
  await publishPlans(tx, [
    ...plans.map(({ deliveryId, news }) => ({ deliveryId, plan: news })),
    ...assigned.map((deliveryId) => ({ deliveryId, plan: 'assigned' as const })),
  ])
}
