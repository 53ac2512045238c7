import fc from 'fast-check'
import { expect, test } from 'vitest'
import city from '../demo/city.json' with { type: 'json' }
import { demoFleet } from '../demo/fleet.ts'
import { alongPath, type Position } from './geometry.ts'
import { type Candidate, cheapestInsertion } from './insertion.ts'
import { atLocalMinute } from './local-time.ts'
import { upcomingSlots } from './slots.ts'
import { type PlannedStop, serviceMs } from './timetable.ts'
import { cityTravelTimes } from './travel-times.ts'
import { zoneOf } from './zones.ts'

const timeZone = 'Europe/Moscow'
const day = '2026-11-24'
const fleet = demoFleet(4)
const slots = upcomingSlots(
  fleet.flatMap(({ shifts }) => shifts),
  new Date(`${day}T00:00:00Z`),
  timeZone,
).filter(({ serviceDate }) => serviceDate === day)

const zones = city.zones.map((zone) => ({ ...zone, outline: zone.outline as unknown as Position[] }))
const streets = city.streets
  .map(({ path }) => path as unknown as Position[])
  .filter((path) => zoneOf(alongPath(path, 0.5), zones))
const address = fc
  .tuple(fc.constantFrom(...streets), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([path, fraction]) => alongPath(path, fraction))

test('a day with every place taken, at random addresses and in random order, has a courier for each order', () => {
  const places = slots.flatMap((slot) => Array.from({ length: slot.capacity }, () => slot))
  const orders = fc.tuple(
    fc.shuffledSubarray(places, { minLength: places.length }),
    fc.array(address, { minLength: places.length, maxLength: places.length }),
  )
  fc.assert(
    fc.property(orders, ([order, addresses]) => {
      const trips: Candidate[] = fleet.map(({ capacityGrams, shifts }) => ({
        depot: city.depots[0]!,
        startMs: atLocalMinute(day, shifts[0]!.startsMinute, timeZone).getTime(),
        endMs: atLocalMinute(day, shifts[0]!.endsMinute, timeZone).getTime(),
        capacityGrams,
        stops: [],
      }))
      for (const [index, slot] of order.entries()) {
        const stop: PlannedStop = {
          deliveryId: String(index),
          location: addresses[index]!,
          windowStartMs: slot.startsAt.getTime(),
          windowEndMs: slot.endsAt.getTime(),
          serviceMs,
          weightGrams: 10_000,
        }
        const found = cheapestInsertion(
          stop,
          trips.map((trip, at) => ({ ...trip, at })),
          cityTravelTimes,
        )
        expect(found, `order ${index} of ${order.length}`).toBeDefined()
        trips[found!.candidate.at] = { ...trips[found!.candidate.at]!, stops: found!.stops }
      }
    }),
    { numRuns: 20 },
  )
})
