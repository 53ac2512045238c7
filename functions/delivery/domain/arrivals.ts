import type { Coordinates } from '@korob/platform/schema'
import type { TracePoint } from './positions.ts'
import { serviceMs, timetable } from './timetable.ts'
import type { TravelTimes } from './travel-times.ts'

export interface StopAhead {
  deliveryId: string
  location: Coordinates
  windowStartMs: number
  windowEndMs: number
  etaMs: number
}

/** Nearer than this to what was told, a new time is no news. */
const newsMs = 60_000

/**
 * When a courier seen at a place reaches the stops ahead, in their order, and the depot. No time is in the past: a
 * place seen a while ago only says that the courier is late.
 * @returns milliseconds since the epoch; a stop whose time is about what it was keeps it
 */
export const arrivals = (
  seen: TracePoint,
  depot: Coordinates,
  stops: readonly StopAhead[],
  travel: TravelTimes,
  nowMs: number,
): { etas: { deliveryId: string; etaMs: number }[]; returnsMs: number } => {
  const trip = {
    depot: seen,
    startMs: seen.atMs,
    endMs: Number.POSITIVE_INFINITY,
    capacityGrams: Number.POSITIVE_INFINITY,
  }
  const planned = stops.map((stop) => ({ ...stop, serviceMs, weightGrams: 0 }))
  const { etasMs } = timetable(trip, planned, travel)
  const etas = stops.map(({ deliveryId, etaMs }, index) => {
    const fresh = Math.max(nowMs, etasMs[index] ?? nowMs)
    return { deliveryId, etaMs: Math.abs(fresh - etaMs) < newsMs ? etaMs : fresh }
  })
  const last = stops.at(-1)
  const leavesMs = last ? (etasMs.at(-1) ?? nowMs) + serviceMs : seen.atMs
  const returnsMs = Math.max(nowMs, leavesMs + Math.ceil(travel(last?.location ?? seen, depot) * 1000))
  return { etas, returnsMs }
}
