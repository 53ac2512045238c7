import type { Coordinates } from '@korob/platform/schema'
import type { Problem } from './planner/problem.ts'
import type { PlannedStop, Trip } from './timetable.ts'
import type { TravelTimes } from './travel-times.ts'

/** A trip and what it visits now, in order. */
export interface TripWithStops extends Trip {
  stops: readonly PlannedStop[]
}

export interface ShopProblem {
  problem: Problem
  /** What the planner's time 0 is. */
  epochMs: number
  /** By the planner's numbers of jobs: first those of the trips, then those without one. */
  stops: readonly PlannedStop[]
  /** By the planner's numbers of places. */
  locations: Coordinates[]
  /** A time as the planner has it. */
  sinceEpoch: (ms: number) => number
  /** A way as the planner has it. */
  legMs: (from: Coordinates, to: Coordinates) => number
}

/** The planner's numbers must be less than 2^30: 12 days in milliseconds. What lies beyond never matters. */
const limitMs = 2 ** 30 - 2

const speedOf = (trips: readonly Trip[]): number => {
  const speed = trips[0]?.speedFactor ?? 1
  if (trips.some(({ speedFactor = 1 }) => speedFactor !== speed))
    throw new Error('trips of several speeds in one problem')
  return speed
}

/**
 * Trips and stops as the planner takes them. `legs`: 'present' asks for travel times between neighbouring stops and of
 * the unplanned stops only, which is what an insertion and a timetable read; 'all' for every pair. Trips of one problem are
 * driven at one speed.
 */
export const shopProblem = (
  trips: readonly TripWithStops[],
  unplanned: readonly PlannedStop[],
  travel: TravelTimes,
  legs: 'present' | 'all',
): ShopProblem => {
  const stops = [...trips.flatMap((trip) => trip.stops), ...unplanned]
  const epochMs = Math.min(...trips.map(({ startMs }) => startMs))
  const sinceEpoch = (ms: number) =>
    Number.isNaN(ms - epochMs) ? limitMs : Math.round(Math.max(-limitMs, Math.min(limitMs, ms - epochMs)))
  const locations: Coordinates[] = stops.map(({ location }) => location)
  const depots = new Map<string, number>()
  const depotPlace = ({ depot }: Trip): number => {
    const key = `${depot.lat} ${depot.lon}`
    const known = depots.get(key) ?? locations.push(depot) - 1
    depots.set(key, known)
    return known
  }
  let counted = 0
  const planned = trips.map((trip) => {
    const place = depotPlace(trip)
    const own = trip.stops.map((_, index) => counted + index)
    counted += own.length
    return {
      from: place,
      to: place,
      starts: sinceEpoch(trip.startMs),
      ends: sinceEpoch(trip.endMs),
      capacity: [trip.capacityGrams],
      breaks: (trip.rests ?? []).map(({ fromMs, untilMs, durationMs }) => ({
        opens: sinceEpoch(fromMs),
        closes: sinceEpoch(untilMs),
        duration: durationMs,
      })),
      stops: own,
      frozen: 0,
      closed: false,
    }
  })
  const durations = new Int32Array(locations.length ** 2)
  const perSecond = 1000 / speedOf(trips)
  const legMs = (from: Coordinates, to: Coordinates) => {
    const duration = Math.round(travel(from, to) * perSecond)
    // Where no way leads, or a number went astray, nobody gets in time.
    return duration >= 0 && duration < limitMs ? duration : limitMs
  }
  const measure = (from: number, to: number) => {
    durations[from * locations.length + to] = legMs(locations[from]!, locations[to]!)
  }
  if (legs === 'all') for (const from of locations.keys()) for (const to of locations.keys()) measure(from, to)
  else {
    for (const { from, to, stops: own } of planned)
      [from, ...own].forEach((place, index) => {
        measure(place, own[index] ?? to)
        // Also back, so that the table stays symmetric where ways are, which spares the planner a turned copy.
        measure(own[index] ?? to, place)
      })
    for (let place = counted; place < stops.length; place++)
      for (const other of locations.keys()) {
        measure(place, other)
        measure(other, place)
      }
  }
  const problem: Problem = {
    matrix: { places: locations.length, durations, costs: durations },
    jobs: stops.map((stop, place) => ({
      place,
      opens: sinceEpoch(stop.windowStartMs),
      closes: sinceEpoch(stop.windowEndMs),
      service: stop.serviceMs,
      load: [stop.weightGrams],
    })),
    trips: planned,
  }
  return { problem, epochMs, stops, locations, sinceEpoch, legMs }
}
