import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultsOf } from '../../../functions/delivery/domain/feasibility.ts'
import { type PlannedStop, type Trip, timetable } from '../../../functions/delivery/domain/timetable.ts'
import type { TravelTimes } from '../../../functions/delivery/domain/travel-times.ts'
import { restsThatFit } from './rests-that-fit.ts'

const minute = 60_000
/** Along one street: so many minutes as there are degrees between. */
const travel: TravelTimes = (from, to) => Math.abs(from.lat - to.lat) * 60

const stop = (index: number, lat: number, opens: number, closes: number): PlannedStop => ({
  deliveryId: `d-${index}`,
  location: { lat, lon: 0 },
  windowStartMs: opens * minute,
  windowEndMs: closes * minute,
  serviceMs: 5 * minute,
  weightGrams: 1,
})

const wholeDay = 600
const minutes = fc.integer({ min: 0, max: 120 })
const tripWith = fc.record({
  lats: fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 3 }),
  waits: fc.array(minutes, { minLength: 3, maxLength: 3 }),
  rests: fc.array(
    fc.record({ after: minutes, wide: fc.integer({ min: 0, max: 60 }), lasts: fc.integer({ min: 1, max: 60 }) }),
    {
      maxLength: 2,
    },
  ),
  end: fc.integer({ min: 60, max: wholeDay }),
})

/** A shift with rests one after the other, and doors that open at any time. */
const made = ({ lats, waits, rests, end }: ReturnType<typeof tripWith.generate>['value']) => {
  let from = 0
  const due = rests.map(({ after, wide, lasts }) => {
    const rest = {
      fromMs: (from + after) * minute,
      untilMs: (from + after + wide) * minute,
      durationMs: lasts * minute,
    }
    from += after + lasts
    return rest
  })
  const trip: Trip = { depot: { lat: 0, lon: 0 }, startMs: 0, endMs: end * minute, capacityGrams: 10, rests: due }
  let opens = 0
  const stops = lats.map((lat, index) => {
    opens += waits[index] ?? 0
    return stop(index, lat, opens, wholeDay)
  })
  return { trip, stops }
}

/** Every way to spread rests over the times before, between and after so many stops, in their order. */
const spreads = (rests: number, gaps: number, first = 0): number[][] =>
  rests === 0
    ? [[]]
    : Array.from({ length: gaps - first }, (_, index) => first + index).flatMap((gap) =>
        spreads(rests - 1, gaps, gap).map((others) => [gap, ...others]),
      )

/** By trying all of them, each rest as early as it can be there. */
const canRest = (trip: Trip, stops: readonly PlannedStop[], etasMs: readonly number[]): boolean => {
  const due = trip.rests ?? []
  return spreads(due.length, stops.length + 2).some((gaps) => {
    const rests: { startsMs: number; afterStops: number }[] = []
    gaps.forEach((afterStops, index) => {
      const left = stops[Math.min(afterStops, stops.length) - 1]
      const done = left ? etasMs[Math.min(afterStops, stops.length) - 1]! + left.serviceMs : trip.startMs
      const before = rests.at(-1)
      const rested = before ? before.startsMs + due[index - 1]!.durationMs : done
      const isHome = afterStops === stops.length + 1
      const back = travel(stops.at(-1)!.location, trip.depot) * 1000
      const drivenBack = isHome && before?.afterStops !== afterStops ? back : 0
      const free = before && before.afterStops >= Math.min(afterStops, stops.length) ? Math.max(done, rested) : done
      rests.push({ startsMs: Math.max(free + drivenBack, due[index]!.fromMs), afterStops })
    })
    return faultsOf({ trip, stops, etasMs, rests }, travel).length === 0
  })
}

describe('rests between the times of stops', () => {
  test('are found for every plan that can be driven, and the checker has nothing against them', () => {
    fc.assert(
      fc.property(tripWith, (wish) => {
        const { trip, stops } = made(wish)
        const { etasMs, feasible } = timetable(trip, stops, travel)
        fc.pre(feasible)
        const rests = restsThatFit(trip, stops, etasMs, travel)
        expect(rests).toBeDefined()
        expect(faultsOf({ trip, stops, etasMs, ...(rests && { rests }) }, travel)).toEqual([])
      }),
    )
  })

  test('are found exactly if some way to spread them over the day has room, whatever the times are', () => {
    fc.assert(
      fc.property(tripWith, fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 3, maxLength: 3 }), (wish, late) => {
        const { trip, stops } = made(wish)
        let at = 0
        // Reached in time, or later by some minutes: as a plan that forgot the rests would have it, or one that kept them.
        const etasMs = stops.map(({ location, windowStartMs, serviceMs }, index) => {
          const from = index === 0 ? trip.depot : stops[index - 1]!.location
          const eta = Math.max(at + travel(from, location) * 1000, windowStartMs) + (late[index] ?? 0) * minute
          at = eta + serviceMs
          return eta
        })
        const otherwise = faultsOf({ trip: { ...trip, rests: [] }, stops, etasMs }, travel)
        fc.pre(otherwise.length === 0)
        expect(restsThatFit(trip, stops, etasMs, travel) !== undefined).toBe(canRest(trip, stops, etasMs))
      }),
      { numRuns: 1000 },
    )
  })

  test('have no room where a plan forgot them', () => {
    const rests = [{ fromMs: 0, untilMs: 20 * minute, durationMs: 45 * minute }]
    const trip: Trip = { depot: { lat: 0, lon: 0 }, startMs: 0, endMs: 300 * minute, capacityGrams: 10, rests }
    const stops = [stop(0, 10, 0, 60), stop(1, 20, 0, 90)]
    expect(restsThatFit(trip, stops, [10 * minute, 25 * minute], travel)).toBeUndefined()
    expect(restsThatFit(trip, stops, [10 * minute, 70 * minute], travel)).toEqual([
      { startsMs: 15 * minute, afterStops: 1 },
    ])
  })
})
