import type { Transaction } from '@korob/platform/database'
import { cheapestInsertion } from '../domain/insertion.ts'
import { type PlannedStop, timetable } from '../domain/timetable.ts'
import { cityTravelTimes } from '../domain/travel-times.ts'
import type { MovedBy } from '../store/deliveries.ts'
import { readTaken, releaseStops } from '../store/dispatch.ts'
import { readTripsOfDays } from '../store/plans.ts'
import { askForLook } from '../store/reoptimising.ts'
import { commitPlan } from './commit-plan.ts'
import { publishUnassigned } from './delivery-events.ts'
import { candidateOf, type TripCandidate } from './open-trips.ts'
import { requireSwap } from './plan-outdated.ts'

export interface Fitted {
  /** Deliveries that others bring now. */
  moved: string[]
  /** Deliveries that none of the others can take: they wait. */
  released: string[]
}

/** The stops a trip keeps within its hours, and those that it can't: parcels that the courier has stay in any case. */
const keepWhatFits = (trip: TripCandidate, taken: ReadonlySet<string>) => {
  if (timetable(trip, trip.stops, cityTravelTimes).feasible) return { kept: [...trip.stops], left: [] }
  let kept = trip.stops.filter(({ deliveryId }) => taken.has(deliveryId))
  const left: PlannedStop[] = []
  for (const stop of trip.stops) {
    if (taken.has(stop.deliveryId)) continue
    const found = cheapestInsertion(stop, [{ ...trip, stops: kept }], cityTravelTimes)
    if (found) kept = found.stops
    else left.push(stop)
  }
  return { kept, left }
}

/**
 * Fits a courier's planned trip of a day to hours or a vehicle that have changed in this transaction: what it can't bring
 * any more goes to others at once, who waits is told, and what nobody can take waits for a courier again.
 * @throws PlanOutdated when somebody came between
 */
export const fitTrip = async (
  tx: Transaction,
  courierId: string,
  serviceDate: string,
  by: MovedBy,
  now: Date,
): Promise<Fitted> => {
  const open = await readTripsOfDays(tx, [serviceDate], courierId)
  const trips = open.map((trip) => candidateOf(trip, serviceDate, now))
  const own = trips.find((trip) => trip.open.courierId === courierId)
  if (!own || own.stops.length === 0) return { moved: [], released: [] }
  const ids = own.stops.map(({ deliveryId }) => deliveryId)
  const { kept, left } = keepWhatFits(own, await readTaken(tx, ids))
  if (left.length === 0) return { moved: [], released: [] }
  const after = new Map(trips.map((trip) => [trip.open.courierId, { ...trip, given: trip }]))
  after.delete(courierId)
  const released: string[] = []
  for (const stop of left) {
    const candidates = [...after.values()].filter(({ endMs }) => endMs > now.getTime())
    const found = cheapestInsertion(stop, candidates, cityTravelTimes)
    if (found) after.set(found.candidate.open.courierId, { ...found.candidate, stops: found.stops })
    else released.push(stop.deliveryId)
  }
  const anewOf = (candidate: TripCandidate, stops: readonly PlannedStop[]) => ({
    candidate,
    stops: [...stops],
    timetable: timetable(candidate, stops, cityTravelTimes),
  })
  await commitPlan(
    tx,
    serviceDate,
    trips,
    [anewOf(own, kept), ...[...after.values()].map(({ given, stops }) => anewOf(given, stops))],
    false,
  )
  if (released.length > 0) {
    requireSwap(await releaseStops(tx, released, by))
    await publishUnassigned(tx, released)
    await askForLook(tx, serviceDate)
  }
  return { moved: left.flatMap(({ deliveryId }) => (released.includes(deliveryId) ? [] : [deliveryId])), released }
}
