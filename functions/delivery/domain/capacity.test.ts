import fc from 'fast-check'
import { expect, test } from 'vitest'
import city from '../demo/city.json' with { type: 'json' }
import { demoFleet } from '../demo/fleet.ts'
import { faultsOf } from './feasibility.ts'
import { alongPath, type Position } from './geometry.ts'
import { cheapestInsertion } from './insertion.ts'
import { atLocalMinute } from './local-time.ts'
import { reoptimiseTrips, roomIterations } from './reoptimisation.ts'
import { considerateInsertion, roomIn } from './room.ts'
import type { TripWithStops } from './shop-problem.ts'
import { type PlannedStop, serviceMs, timetable } from './timetable.ts'
import { cityTravelTimes } from './travel-times.ts'
import { zoneOf } from './zones.ts'

const timeZone = 'Europe/Moscow'
const day = '2026-11-24'
const at = (minute: number) => atLocalMinute(day, minute, timeZone).getTime()
const hours = [10, 12, 14, 16, 18, 20]

const zones = city.zones.map((zone) => ({ ...zone, outline: zone.outline as unknown as Position[] }))
const streets = city.streets
  .map(({ path }) => path as unknown as Position[])
  .filter((path) => zoneOf(alongPath(path, 0.5), zones))
const address = fc
  .tuple(fc.constantFrom(...streets), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([path, fraction]) => alongPath(path, fraction))

const rest = { fromMs: at(13 * 60), untilMs: at(14 * 60), durationMs: 45 * 60_000 }
const fleet = (speeds: readonly number[]): TripWithStops[] =>
  demoFleet(speeds.length).map(({ capacityGrams, shifts: [shift] }, index) => ({
    depot: city.depots[0]!,
    speedFactor: speeds[index]!,
    startMs: at(shift!.startsMinute),
    endMs: at(shift!.endsMinute),
    capacityGrams: index === 0 ? 150_000 : capacityGrams,
    stops: [],
    ...(index === 1 ? { rests: [{ ...rest, fromMs: at(16 * 60), untilMs: at(17 * 60) }] } : {}),
    ...(index === 0 ? { rests: [rest] } : {}),
  }))

const wishes = fc.array(
  fc.record({ location: address, hour: fc.constantFrom(...hours), weightGrams: fc.constantFrom(4_000, 20_000) }),
  { minLength: 60, maxLength: 110 },
)
const stopOf = (wish: { location: PlannedStop['location']; hour: number; weightGrams: number }, index: number) => ({
  deliveryId: String(index),
  location: wish.location,
  windowStartMs: at(wish.hour * 60),
  windowEndMs: at((wish.hour + 2) * 60),
  serviceMs,
  weightGrams: wish.weightGrams,
})

/** What is held as long as there is room, in the order in which it is asked for. */
const hold = (stops: readonly PlannedStop[], trips: readonly TripWithStops[]): PlannedStop[] => {
  const held: PlannedStop[] = []
  for (const stop of stops) {
    const { left, takes } = roomIn(trips, held, [stop], cityTravelTimes)
    expect(left).toBe(0)
    if (takes[0]) held.push(stop)
  }
  return held
}

/** The plan of all of them, one after another. */
const planOf = (stops: readonly PlannedStop[], given: readonly TripWithStops[]): TripWithStops[] => {
  let trips = [...given]
  for (const stop of stops) {
    const found = cheapestInsertion(stop, trips, cityTravelTimes)
    expect(found).toBeDefined()
    trips = trips.map((trip) => (trip === found?.candidate ? { ...trip, stops: found.stops } : trip))
  }
  return trips
}

const speeds = fc.constantFrom([1], [1, 1], [1, 0.6], [1, 1, 1.5])

test('all that is held can be driven, breaks, loads and speeds included: the plan of it has no fault', () => {
  fc.assert(
    fc.property(wishes, speeds, (wished, fast) => {
      const trips = fleet(fast)
      const held = hold(wished.map(stopOf), trips)
      for (const trip of planOf(held, trips)) {
        const { etasMs, rests } = timetable(trip, trip.stops, cityTravelTimes)
        expect(faultsOf({ trip, stops: trip.stops, etasMs, rests }, cityTravelTimes)).toEqual([])
      }
    }),
    { numRuns: 8 },
  )
})

/** Puts a stop where the others that wait keep their places, or else moves what is planned, as is done with an order. */
const confirm = (stop: PlannedStop, trips: readonly TripWithStops[], others: readonly PlannedStop[]) => {
  const found = considerateInsertion(stop, trips, others, cityTravelTimes)
  if (found) return trips.map((trip) => (trip === found.candidate ? { ...trip, stops: found.stops } : trip))
  const anew = reoptimiseTrips(trips, [stop], cityTravelTimes, { seed: 1, iterations: roomIterations })
  expect(anew.unassigned).toEqual([])
  return anew.trips.map(({ candidate, stops }) => ({ ...candidate, stops }))
}

test('a day held to the last place has a courier for each order, in whatever order they are confirmed', () => {
  fc.assert(
    fc.property(wishes, fc.infiniteStream(fc.nat()), (wished, chance) => {
      let trips = fleet([1, 1])
      const waiting = hold(wished.map(stopOf), trips)
      while (waiting.length > 0) {
        const [stop] = waiting.splice(chance.next().value % waiting.length, 1)
        trips = confirm(stop!, trips, waiting)
      }
      for (const trip of trips) {
        const { etasMs, rests } = timetable(trip, trip.stops, cityTravelTimes)
        expect(faultsOf({ trip, stops: trip.stops, etasMs, rests }, cityTravelTimes)).toEqual([])
      }
    }),
    { numRuns: 3, seed: 1 },
  )
})

test('there is room where a courier comes by anyway, and none where nobody gets in time', () => {
  const [trip] = fleet([1])
  const near = stopOf({ location: city.depots[0]!, hour: 18, weightGrams: 0 }, 1)
  const has = (stop: PlannedStop, trips: readonly TripWithStops[]) =>
    roomIn(trips, [], [stop], cityTravelTimes).takes[0]
  expect(has(near, [{ ...trip!, endMs: at(18 * 60 + 30) }])).toBe(true)
  expect(has(near, [{ ...trip!, endMs: at(17 * 60 + 30) }])).toBe(false)
  expect(has({ ...near, weightGrams: 150_001 }, [trip!])).toBe(false)
  expect(has(near, [])).toBe(false)
})

test('a day of 500 stops and 40 places in between is looked at part by part, with the same answer', () => {
  const places = fc.sample(address, { seed: 7, numRuns: 540 })
  const stops = places.map((location, index) =>
    stopOf({ location, hour: hours[index % hours.length]!, weightGrams: 4_000 }, index),
  )
  const trips = planOf(stops.slice(0, 60), fleet([1, 1, 1, 1]))
  const many = Array.from({ length: 8 }, (_, copy) =>
    trips.map((trip) => ({
      ...trip,
      speedFactor: 1 + (copy % 2) / 10,
      stops: trip.stops.map((stop) => ({ ...stop, deliveryId: `${copy} ${stop.deliveryId}` })),
    })),
  ).flat()
  const room = roomIn(many, stops.slice(60, 100), stops.slice(100, 106), cityTravelTimes)
  expect(room).toEqual({ left: 0, takes: Array(6).fill(true) })
})
