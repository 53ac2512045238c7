import { distanceM } from './geometry.ts'
import type { TripWithStops } from './shop-problem.ts'

/** A plan of so many stops has a table of travel times of 9 MB; of ten times as many, a hundred times as much. */
export const mostStopsTogether = 1_500

/** Where a trip goes to, as an angle from its depot: trips that are near each other in it go to the same side of town. */
const bearing = ({ depot, stops }: TripWithStops): number => {
  const lat = stops.reduce((sum, { location }) => sum + location.lat - depot.lat, 0)
  const lon = stops.reduce((sum, { location }) => sum + location.lon - depot.lon, 0)
  return Math.atan2(lat, lon * Math.cos((depot.lat * Math.PI) / 180))
}

/**
 * Trips that are planned together: of one depot and one speed, and of a large day those that go to the same side. A part
 * has `most` stops at most, or is one trip.
 */
export const partsOf = <C extends TripWithStops>(trips: readonly C[], most = mostStopsTogether): C[][] => {
  const kinds = Map.groupBy(trips, ({ depot, speedFactor = 1 }) => `${depot.lat} ${depot.lon} ${speedFactor}`)
  return [...kinds.values()].flatMap((kind) => {
    if (count(kind) <= most) return [kind]
    const parts: C[][] = [[]]
    for (const trip of kind.toSorted((a, b) => bearing(a) - bearing(b))) {
      const last = parts.at(-1)!
      if (last.length > 0 && count(last) + trip.stops.length > most) parts.push([trip])
      else last.push(trip)
    }
    return parts
  })
}

const count = (trips: readonly TripWithStops[]): number => trips.reduce((sum, { stops }) => sum + stops.length, 0)

/** Of stops that are in no trip those nearest to where these trips start, so many that the plan stays small enough. */
export const nearestTo = <S extends { location: TripWithStops['depot'] }>(
  trips: readonly TripWithStops[],
  loose: readonly S[],
  most = mostStopsTogether,
): S[] => {
  const room = Math.max(0, most - count(trips))
  const depot = trips[0]?.depot
  if (loose.length <= room || !depot) return [...loose]
  return loose.toSorted((a, b) => distanceM(a.location, depot) - distanceM(b.location, depot)).slice(0, room)
}
