import fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultsOf } from './feasibility.ts'
import { type Candidate, cheapestInsertion } from './insertion.ts'
import { isWorthwhile, reconcile } from './reconciliation.ts'
import { reoptimiseTrips } from './reoptimisation.ts'
import type { PlannedStop } from './timetable.ts'
import { cityTravelTimes as travel } from './travel-times.ts'

const minute = 60_000

const stopsArbitrary = fc
  .array(
    fc.record({
      lat: fc.double({ min: 57.33, max: 57.39, noNaN: true }),
      lon: fc.double({ min: 41.06, max: 41.18, noNaN: true }),
      slot: fc.integer({ min: 0, max: 3 }),
      weightGrams: fc.integer({ min: 0, max: 30_000 }),
    }),
    { maxLength: 30 },
  )
  .map((stops) =>
    stops.map(
      ({ lat, lon, slot, weightGrams }, index): PlannedStop => ({
        deliveryId: `d${index}`,
        location: { lat, lon },
        windowStartMs: slot * 120 * minute,
        windowEndMs: (slot + 1) * 120 * minute,
        serviceMs: 5 * minute,
        weightGrams,
      }),
    ),
  )

const couriers: Candidate[] = Array.from({ length: 3 }, (_, index) => ({
  depot: { lat: 57.36, lon: 41.1 + index / 50 },
  startMs: 0,
  endMs: 480 * minute,
  capacityGrams: 200_000,
  rests: index === 0 ? [{ fromMs: 200 * minute, untilMs: 260 * minute, durationMs: 30 * minute }] : [],
  stops: [],
}))

const insertAll = (stops: readonly PlannedStop[], trips: readonly Candidate[]): Candidate[] => {
  const open = [...trips]
  for (const stop of stops) {
    const found = cheapestInsertion(stop, open, travel)
    if (found) open[open.indexOf(found.candidate)] = { ...found.candidate, stops: found.stops }
  }
  return open
}
const idsOf = (trips: readonly { stops: readonly PlannedStop[] }[]) =>
  trips.flatMap(({ stops }) => stops.map(({ deliveryId }) => deliveryId)).sort()

test('trips of the shop that are planned anew can be driven and are no longer than before', () => {
  fc.assert(
    fc.property(stopsArbitrary, (stops) => {
      const before = insertAll(stops, couriers)
      const waiting = stops.filter(({ deliveryId }) => !idsOf(before).includes(deliveryId))
      const { trips, unassigned } = reoptimiseTrips(before, waiting, travel, { seed: 1, iterations: 200 })
      for (const { candidate, stops: own, timetable } of trips)
        expect(faultsOf({ trip: candidate, stops: own, ...timetable }, travel)).toEqual([])
      expect([...idsOf(trips), ...unassigned.map(({ stop }) => stop.deliveryId)].sort()).toEqual(
        stops.map(({ deliveryId }) => deliveryId).sort(),
      )
      expect(unassigned.length).toBeLessThanOrEqual(waiting.length)
      expect(
        isWorthwhile(
          trips.map(({ candidate, stops: own }) => ({ ...candidate, stops: own })),
          trips,
          travel,
        ),
      ).toBe(false)
    }),
    { numRuns: 50 },
  )
})

test('a plan for trips that have changed since takes in who came, lets go who went, and can be driven', () => {
  fc.assert(
    fc.property(
      stopsArbitrary,
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 1, max: 5 }),
      (stops, known, gone) => {
        const seen = insertAll(stops.slice(0, known), couriers)
        const { trips } = reoptimiseTrips(seen, [], travel, { seed: 1, iterations: 100 })
        const left = seen.map((trip) => ({ ...trip, stops: trip.stops.filter((_, index) => index % 6 !== gone) }))
        const now = insertAll(stops.slice(known), left)
        const waiting = stops.slice(known).filter(({ deliveryId }) => !idsOf(now).includes(deliveryId))
        const anew = reconcile(
          trips.map((trip) => trip.stops),
          now,
          waiting,
          travel,
        )
        if (!anew) return
        for (const { candidate, stops: own, timetable } of anew)
          expect(faultsOf({ trip: candidate, stops: own, ...timetable }, travel)).toEqual([])
        const ids = idsOf(anew)
        expect(new Set(ids).size).toBe(ids.length)
        expect(ids).toEqual(expect.arrayContaining(idsOf(now)))
        expect(idsOf([...now, { stops: waiting }])).toEqual(expect.arrayContaining(ids))
      },
    ),
    { numRuns: 50 },
  )
})
