import { faultsOf } from './feasibility.ts'
import type { Reason } from './planner/problem.ts'
import { reasonFor } from './planner/reasons.ts'
import { shopProblem, type TripWithStops } from './shop-problem.ts'
import { type PlannedStop, timetable } from './timetable.ts'
import type { TravelTimes } from './travel-times.ts'

const faultsOfTrip = (trip: TripWithStops, travel: TravelTimes): string[] => {
  const { etasMs, rests } = timetable(trip, trip.stops, travel)
  return faultsOf({ trip, stops: trip.stops, etasMs, rests }, travel)
}

/** What a change of a trip's stops would break, as the checker says it, which knows nothing of the planner; what was amiss before is not held against it. */
export const obstacles = (before: TripWithStops, stops: readonly PlannedStop[], travel: TravelTimes): string[] => {
  const known = new Set(faultsOfTrip(before, travel))
  return faultsOfTrip({ ...before, stops }, travel).filter((fault) => !known.has(fault))
}

const gravity: Record<Reason, number> = { too_large: 2, out_of_reach: 1, no_room: 0 }

/** Why none of a day's trips takes a stop: the least of what stands in the way. Nobody at work is out of reach. */
export const reasonAmong = (stop: PlannedStop, trips: readonly TripWithStops[], travel: TravelTimes): Reason => {
  const reasons = trips.map((trip) => {
    const { problem, stops } = shopProblem([trip], [stop], travel, 'present')
    return reasonFor(problem, stops.length - 1)
  })
  return reasons.sort((a, b) => gravity[a] - gravity[b])[0] ?? 'out_of_reach'
}
