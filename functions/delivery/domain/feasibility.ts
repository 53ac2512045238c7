import type { PlannedStop, Trip } from './timetable.ts'
import type { TravelTimes } from './travel-times.ts'

export interface PlannedTrip {
  trip: Trip
  stops: readonly PlannedStop[]
  etasMs: readonly number[]
}

/** A rounding of floating-point sums, milliseconds. */
const toleranceMs = 1

/**
 * What is wrong with a plan; nothing, if it can be driven. Checks given times against each other and shares no code
 * with the planner, so that a fault in its arithmetic shows.
 */
export const faultsOf = ({ trip, stops, etasMs }: PlannedTrip, travel: TravelTimes): string[] => {
  const faults: string[] = []
  if (etasMs.length !== stops.length) return [`${stops.length} stops but ${etasMs.length} times`]
  const ids = new Set(stops.map(({ deliveryId }) => deliveryId))
  if (ids.size !== stops.length) faults.push('a delivery is visited twice')
  const places = [
    { name: 'depot', at: trip.depot, fromMs: trip.startMs, leaveMs: trip.startMs },
    ...stops.map((stop, index) => {
      const etaMs = etasMs[index] ?? Number.NaN
      return { name: stop.deliveryId, at: stop.location, fromMs: etaMs, leaveMs: etaMs + stop.serviceMs }
    }),
    { name: 'depot again', at: trip.depot, fromMs: trip.endMs, leaveMs: trip.endMs },
  ]
  for (const [index, place] of places.entries()) {
    const before = places[index - 1]
    if (!before) continue
    const earliestMs = before.leaveMs + travel(before.at, place.at) * 1000
    if (!(place.fromMs + toleranceMs >= earliestMs)) faults.push(`${place.name} is reached too late`)
  }
  stops.forEach((stop, index) => {
    const etaMs = etasMs[index] ?? Number.NaN
    if (!(etaMs >= stop.windowStartMs && etaMs <= stop.windowEndMs + toleranceMs))
      faults.push(`${stop.deliveryId} is outside its window`)
  })
  const load = stops.reduce((sum, stop) => sum + stop.weightGrams, 0)
  if (load > trip.capacityGrams) faults.push(`carries ${load} g of ${trip.capacityGrams} g`)
  return faults
}
