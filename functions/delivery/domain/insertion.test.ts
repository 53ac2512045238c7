import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultsOf } from './feasibility.ts'
import { type Candidate, cheapestInsertion } from './insertion.ts'
import { type PlannedStop, timetable } from './timetable.ts'
import { cityTravelTimes as travel } from './travel-times.ts'

const minute = 60_000
const depot = { lat: 57.36, lon: 41.12 }

const location = fc.record({
  lat: fc.double({ min: 57.33, max: 57.39, noNaN: true }),
  lon: fc.double({ min: 41.06, max: 41.18, noNaN: true }),
})
const stopArbitrary = fc
  .record({
    location,
    startMinute: fc.integer({ min: 0, max: 11 * 60 }),
    lengthMinutes: fc.constantFrom(15, 60, 120),
    serviceMinutes: fc.integer({ min: 0, max: 15 }),
    weightGrams: fc.integer({ min: 0, max: 40_000 }),
  })
  .map(
    (one): Omit<PlannedStop, 'deliveryId'> => ({
      location: one.location,
      windowStartMs: one.startMinute * minute,
      windowEndMs: (one.startMinute + one.lengthMinutes) * minute,
      serviceMs: one.serviceMinutes * minute,
      weightGrams: one.weightGrams,
    }),
  )
const stopsArbitrary = fc
  .array(stopArbitrary, { maxLength: 40 })
  .map((stops) => stops.map((stop, index): PlannedStop => ({ ...stop, deliveryId: `d${index}` })))
const emptyTrips = fc.array(
  fc
    .record({
      location,
      startMinute: fc.integer({ min: 0, max: 6 * 60 }),
      lengthMinutes: fc.integer({ min: 60, max: 9 * 60 }),
      capacityGrams: fc.integer({ min: 20_000, max: 400_000 }),
    })
    .map(
      (one): Candidate => ({
        depot: one.location,
        startMs: one.startMinute * minute,
        endMs: (one.startMinute + one.lengthMinutes) * minute,
        capacityGrams: one.capacityGrams,
        stops: [],
      }),
    ),
  { minLength: 1, maxLength: 4 },
)

const faults = (candidate: Candidate, stops: readonly PlannedStop[], etasMs: readonly number[]) =>
  faultsOf({ trip: candidate, stops, etasMs }, travel)

describe('inserting stops one after another', () => {
  test('never breaks a plan: windows, shifts and loads of all stops are kept', () => {
    fc.assert(
      fc.property(emptyTrips, stopsArbitrary, (trips, stops) => {
        const open = [...trips]
        for (const stop of stops) {
          const found = cheapestInsertion(stop, open, travel)
          if (!found) continue
          const index = open.findIndex((one) => one.depot === found.candidate.depot)
          expect(found.stops.map(({ deliveryId }) => deliveryId).toSorted()).toEqual(
            [...open[index]!.stops, stop].map(({ deliveryId }) => deliveryId).toSorted(),
          )
          open[index] = { ...open[index]!, stops: found.stops }
          expect(faults(open[index], found.stops, found.timetable.etasMs)).toEqual([])
        }
      }),
    )
  })

  test('refuses only what no place in any trip can take', () => {
    fc.assert(
      fc.property(emptyTrips, stopsArbitrary, (trips, [stop, ...others]) => {
        fc.pre(stop !== undefined)
        const open = trips.map((trip, index): Candidate => {
          const own = others.filter((_, at) => at % trips.length === index).slice(0, 4)
          return { ...trip, stops: timetable(trip, own, travel).feasible ? own : [] }
        })
        const possible = open.some((trip) =>
          [...trip.stops, 0].some((_, at) => {
            const stops = trip.stops.toSpliced(at, 0, stop!)
            return faults(trip, stops, timetable(trip, stops, travel).etasMs).length === 0
          }),
        )
        expect(cheapestInsertion(stop!, open, travel) !== undefined).toBe(possible)
      }),
    )
  })
})

const stopAt = (deliveryId: string, lon: number, window: [number, number]): PlannedStop => ({
  deliveryId,
  location: { lat: 57.36, lon },
  windowStartMs: window[0] * minute,
  windowEndMs: window[1] * minute,
  serviceMs: 5 * minute,
  weightGrams: 1000,
})
const trip = (stops: PlannedStop[], startMs = 0): Candidate => ({
  depot,
  startMs,
  endMs: 600 * minute,
  capacityGrams: 10_000,
  stops,
})

describe('the cheapest place', () => {
  test('is on the way rather than at the end', () => {
    const found = cheapestInsertion(
      stopAt('new', 41.14, [0, 300]),
      [trip([stopAt('near', 41.13, [0, 300]), stopAt('far', 41.16, [0, 300])])],
      travel,
    )
    expect(found?.stops.map(({ deliveryId }) => deliveryId)).toEqual(['near', 'new', 'far'])
  })

  test('is with the courier who passes by', () => {
    const east = trip([stopAt('east', 41.16, [0, 300])])
    const west = trip([stopAt('west', 41.08, [0, 300])])
    expect(cheapestInsertion(stopAt('new', 41.15, [0, 300]), [west, east], travel)?.candidate).toMatchObject({
      stops: [{ deliveryId: 'east' }],
    })
  })

  test('is nowhere when the load is too much', () => {
    const heavy = { ...stopAt('new', 41.15, [0, 300]), weightGrams: 9_500 }
    expect(cheapestInsertion(heavy, [trip([stopAt('there', 41.16, [0, 300])])], travel)).toBeUndefined()
  })

  test('is found though an earlier stop is late already, which gets no later by it', () => {
    const late = stopAt('late', 41.13, [0, 60])
    const behind = trip([late], 120 * minute)
    const before = timetable(behind, behind.stops, travel).etasMs[0]
    const found = cheapestInsertion(stopAt('new', 41.125, [0, 300]), [behind], travel)
    expect(found?.stops.map(({ deliveryId }) => deliveryId)).toEqual(['late', 'new'])
    expect(found?.timetable.etasMs[0]).toBe(before)
  })
})
