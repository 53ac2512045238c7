import { type Candidate, cheapestInsertion } from './insertion.ts'
import type { PlannedAnew } from './reoptimisation.ts'
import { type PlannedStop, timetable } from './timetable.ts'
import type { TravelTimes } from './travel-times.ts'

/** Less driving than this share, and nobody brought who wasn't, is not worth telling couriers another route. */
const leastSaving = 0.02

/**
 * A plan that was made for trips as they were, for trips as they are now: who was called off is left out, and who came
 * meanwhile is put where it costs least. `planned` are the stops of each of the candidates, in order. Undefined if that
 * can't be driven: then what there is stays.
 */
export const reconcile = <C extends Candidate>(
  planned: readonly (readonly PlannedStop[])[],
  candidates: readonly C[],
  unplanned: readonly PlannedStop[],
  travel: TravelTimes,
): PlannedAnew<C>[] | undefined => {
  const byId = (stops: readonly PlannedStop[]) => new Map(stops.map((stop) => [stop.deliveryId, stop]))
  const inTrips = byId(candidates.flatMap(({ stops }) => stops))
  const known = new Map([...byId(unplanned), ...inTrips])
  const trips = candidates.map((candidate, index) => {
    const stops = (planned[index] ?? []).flatMap(({ deliveryId }) => known.get(deliveryId) ?? [])
    for (const { deliveryId } of stops) known.delete(deliveryId)
    return { candidate, ...candidate, stops }
  })
  for (const stop of [...known.values()].sort(
    (a, b) => Number(inTrips.has(b.deliveryId)) - Number(inTrips.has(a.deliveryId)),
  )) {
    const found = cheapestInsertion(stop, trips, travel)
    if (found) found.candidate.stops = found.stops
    else if (inTrips.has(stop.deliveryId)) return undefined
  }
  const anew = trips.map((trip) => ({
    candidate: trip.candidate,
    stops: trip.stops,
    timetable: timetable(trip.candidate, trip.stops, travel),
  }))
  return isKept(anew, candidates, travel) ? anew : undefined
}

/** All is kept but what was late before, and that gets no later. */
const isKept = <C extends Candidate>(
  anew: readonly PlannedAnew<C>[],
  candidates: readonly C[],
  travel: TravelTimes,
): boolean => {
  if (anew.every((trip) => trip.timetable.feasible)) return true
  const before = new Map(
    candidates.flatMap((candidate) => {
      const { etasMs } = timetable(candidate, candidate.stops, travel)
      return candidate.stops.map(({ deliveryId }, index) => [deliveryId, etasMs[index]!] as const)
    }),
  )
  return anew.every(({ candidate, stops, timetable: { etasMs, returnsMs } }) => {
    const latest = Math.max(candidate.endMs, timetable(candidate, candidate.stops, travel).returnsMs)
    const load = stops.reduce((sum, { weightGrams }) => sum + weightGrams, 0)
    const kept = stops.every(
      ({ deliveryId, windowEndMs }, index) => etasMs[index]! <= Math.max(windowEndMs, before.get(deliveryId) ?? 0),
    )
    return kept && returnsMs <= latest && load <= candidate.capacityGrams
  })
}

/** More are brought, or the same with clearly less driving. */
export const isWorthwhile = <C extends Candidate>(
  candidates: readonly C[],
  anew: readonly PlannedAnew<C>[],
  travel: TravelTimes,
): boolean => {
  const count = (trips: readonly { stops: readonly PlannedStop[] }[]) =>
    trips.reduce((sum, { stops }) => sum + stops.length, 0)
  const before = candidates.reduce((sum, one) => sum + timetable(one, one.stops, travel).drivingMs, 0)
  const after = anew.reduce((sum, { timetable: { drivingMs } }) => sum + drivingMs, 0)
  return count(anew) > count(candidates) || (count(anew) === count(candidates) && after < before * (1 - leastSaving))
}
