import city from '../../../functions/delivery/demo/city.json' with { type: 'json' }
import { alongPath, type Position } from '../../../functions/delivery/domain/geometry.ts'
import { Random } from '../../../functions/delivery/domain/planner/random.ts'
import { type PlannedStop, serviceMs, type Trip } from '../../../functions/delivery/domain/timetable.ts'

const minuteMs = 60_000
const dayMs = Date.UTC(2026, 10, 24, 7)

/** Stops in the demo town, each in a slot of two hours of a day of twelve. */
export const cityStops = (count: number, seed: number): PlannedStop[] => {
  const random = new Random(seed)
  const streets = city.streets.map(({ path }) => path as unknown as Position[])
  return Array.from({ length: count }, (_, index) => {
    const windowStartMs = dayMs + random.below(6) * 120 * minuteMs
    return {
      deliveryId: String(index),
      location: alongPath(streets[random.below(streets.length)]!, random.fraction()),
      windowStartMs,
      windowEndMs: windowStartMs + 120 * minuteMs,
      serviceMs,
      weightGrams: 500 + random.below(20_000),
    }
  })
}

/** Couriers of the whole day, with an hour's rest around noon or one in the afternoon. */
export const cityTrips = (count: number): Trip[] =>
  Array.from({ length: count }, (_, index) => ({
    depot: city.depots[index % city.depots.length]!,
    startMs: dayMs,
    endMs: dayMs + 12 * 60 * minuteMs,
    capacityGrams: 600_000,
    rests: [
      {
        fromMs: dayMs + (180 + (index % 2) * 120) * minuteMs,
        untilMs: dayMs + (300 + (index % 2) * 120) * minuteMs,
        durationMs: 60 * minuteMs,
      },
    ],
  }))
