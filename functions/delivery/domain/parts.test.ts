import fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultsOf } from './feasibility.ts'
import { nearestTo, partsOf } from './parts.ts'
import { reoptimiseTrips } from './reoptimisation.ts'
import type { TripWithStops } from './shop-problem.ts'
import { timetable } from './timetable.ts'
import { cityTravelTimes } from './travel-times.ts'

const minute = 60_000
const depots = [
  { lat: 57.36, lon: 41.12 },
  { lat: 57.34, lon: 41.08 },
]
const place = fc.record({
  lat: fc.double({ min: 57.33, max: 57.39, noNaN: true }),
  lon: fc.double({ min: 41.06, max: 41.18, noNaN: true }),
})
const stopOf = (location: { lat: number; lon: number }, id: string) => ({
  deliveryId: id,
  location,
  windowStartMs: 0,
  windowEndMs: 600 * minute,
  serviceMs: 5 * minute,
  weightGrams: 1_000,
})
const fleet = fc
  .array(fc.tuple(fc.constantFrom(...depots), fc.constantFrom(1, 0.7), fc.array(place, { maxLength: 6 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((trips) =>
    trips.map(
      ([depot, speedFactor, places], trip): TripWithStops => ({
        depot,
        speedFactor,
        startMs: 0,
        endMs: 600 * minute,
        capacityGrams: 100_000,
        stops: places.map((one, index) => stopOf(one, `${trip} ${index}`)),
      }),
    ),
  )

test('parts hold each trip once, of one depot and speed, and not too many stops', () => {
  fc.assert(
    fc.property(fleet, fc.integer({ min: 1, max: 20 }), (trips, most) => {
      const parts = partsOf(trips, most)
      expect(parts.flat()).toHaveLength(trips.length)
      expect(new Set(parts.flat())).toEqual(new Set(trips))
      for (const part of parts) {
        expect(new Set(part.map(({ depot, speedFactor }) => `${depot.lat} ${speedFactor}`)).size).toBe(1)
        if (part.length > 1) expect(part.flatMap(({ stops }) => stops).length).toBeLessThanOrEqual(most)
      }
    }),
  )
})

test('a day planned in parts can be driven, and nobody is lost or brought twice', () => {
  fc.assert(
    fc.property(fleet, fc.array(place, { maxLength: 12 }), (trips, more) => {
      const waiting = more.map((one, index) => stopOf(one, `w ${index}`))
      const { trips: planned, unassigned } = reoptimiseTrips(
        trips,
        waiting,
        cityTravelTimes,
        { seed: 1, iterations: 50 },
        5,
      )
      const before = [...trips.flatMap(({ stops }) => stops), ...waiting].map(({ deliveryId }) => deliveryId)
      const after = [...planned.flatMap(({ stops }) => stops), ...unassigned.map(({ stop }) => stop)]
      expect(after.map(({ deliveryId }) => deliveryId).toSorted()).toEqual(before.toSorted())
      for (const { candidate, stops } of planned) {
        const { etasMs } = timetable(candidate, stops, cityTravelTimes)
        expect(faultsOf({ trip: candidate, stops, etasMs }, cityTravelTimes)).toEqual([])
      }
    }),
    { numRuns: 40 },
  )
})

test('of very many that wait those nearest to the depot come first', () => {
  const near = stopOf(depots[0]!, 'near')
  const far = stopOf({ lat: 57.39, lon: 41.18 }, 'far')
  const [trip] = fc.sample(fleet, { seed: 3, numRuns: 1 })[0]!
  expect(nearestTo([{ ...trip!, depot: depots[0]!, stops: [] }], [far, near], 1)).toEqual([near])
})
