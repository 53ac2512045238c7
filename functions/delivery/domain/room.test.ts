import fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultsOf } from './feasibility.ts'
import { cheapestInsertion } from './insertion.ts'
import { DayRoom, roomIn } from './room.ts'
import type { TripWithStops } from './shop-problem.ts'
import { type PlannedStop, serviceMs, timetable } from './timetable.ts'
import { roadEstimate, type TravelTimes } from './travel-times.ts'

const hourMs = 3_600_000
const dayMs = Date.parse('2026-12-01T00:00:00Z')
const at = (hour: number) => dayMs + hour * hourMs
const depot = { lat: 55.75, lon: 37.6 }
const straight = roadEstimate({ roadFactor: 1.3, speedKmh: 25 })
/** As if all streets were one-way: the way back is another. */
const travel: TravelTimes = (from, to) => straight(from, to) * (from.lon < to.lon ? 1.2 : 1)

const fleet: TripWithStops[] = [
  { startMs: at(9.5), endMs: at(11) },
  { startMs: at(9.5), endMs: at(11) },
  { startMs: at(11), endMs: at(13.5), speedFactor: 0.7, capacityGrams: 30_000 },
  { startMs: at(10), endMs: at(14), rests: [{ fromMs: at(12), untilMs: at(13), durationMs: hourMs / 2 }] },
].map((trip) => ({ depot, capacityGrams: 100_000, stops: [], ...trip }))

const place = fc.record({
  location: fc.record({
    lat: fc.double({ min: 55.7, max: 55.8, noNaN: true }),
    lon: fc.double({ min: 37.5, max: 37.7, noNaN: true }),
  }),
  hour: fc.constantFrom(10, 12),
})
const event = fc.oneof(
  { weight: 6, arbitrary: fc.record({ is: fc.constant('hold' as const), place }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('release' as const), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('confirm' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('start later' as const), which: fc.nat() }) },
)

const stopOf = ({ location, hour }: { location: PlannedStop['location']; hour: number }, id: number): PlannedStop => ({
  deliveryId: String(id),
  location,
  windowStartMs: at(hour),
  windowEndMs: at(hour + 2),
  serviceMs,
  weightGrams: 4_000,
})

const faultsOfTrip = (trip: TripWithStops) => {
  const { etasMs, rests } = timetable(trip, trip.stops, travel)
  return faultsOf({ trip, stops: trip.stops, etasMs, rests }, travel)
}

test('a day that follows what happens gives no place that cannot be kept, and refuses none that a look from scratch would give', () => {
  let given = 0
  let refused = 0
  fc.assert(
    fc.property(fc.array(event, { minLength: 40, maxLength: 70 }), (events) => {
      const room = new DayRoom(travel)
      let trips = fleet
      const promised: PlannedStop[] = []
      const take = (which: number) => promised.splice(which % promised.length, 1)[0]!
      for (const [id, one] of events.entries()) {
        if (one.is === 'hold') {
          const stop = stopOf(one.place, id)
          room.update(trips, promised)
          const { left } = room
          const takes = room.takes(stop)
          if (roomIn(trips, promised, [stop], travel).takes[0]) expect(takes).toBe(true)
          if (takes && left === 0) expect(cheapestInsertion(stop, room.planned, travel)).toBeDefined()
          if (takes) promised.push(stop)
          if (takes) given++
          else refused++
        } else if (one.is === 'start later') {
          trips = trips.with(one.which % 4, { ...trips[one.which % 4]!, startMs: at(10.5) })
        } else if (promised.length > 0) {
          const stop = take(one.which)
          const found = one.is === 'confirm' ? cheapestInsertion(stop, trips, travel) : undefined
          if (found) trips = trips.map((trip) => (trip === found.candidate ? { ...trip, stops: found.stops } : trip))
        }
        room.update(trips, promised)
        const everybody = room.planned.flatMap(({ stops }) => stops)
        expect(everybody).toHaveLength(
          trips.reduce((sum, { stops }) => sum + stops.length, promised.length - room.left),
        )
        expect(new Set(everybody).size).toBe(everybody.length)
        // A start that became later may have made some late already; what is promised never is.
        if (!events.slice(0, id + 1).some(({ is }) => is === 'start later'))
          expect(room.planned.flatMap(faultsOfTrip)).toEqual([])
      }
    }),
    { numRuns: 15 },
  )
  expect(given).toBeGreaterThan(100)
  expect(refused).toBeGreaterThan(50)
})

test('trips that are alike are asked once, and a place in one of them leaves the others free', () => {
  let asked = 0
  const counted: TravelTimes = (from, to) => {
    asked++
    return travel(from, to)
  }
  const room = new DayRoom(counted)
  const many = Array.from({ length: 400 }, () => ({ ...fleet[0]! }))
  const stops = Array.from({ length: 12 }, (_, id) => stopOf({ location: { lat: 55.71, lon: 37.52 }, hour: 10 }, id))
  room.update(many, stops)
  expect(room.left).toBe(0)
  expect(room.takes(stopOf({ location: depot, hour: 10 }, 13))).toBe(true)
  expect(asked).toBeLessThan(2_000)
})
