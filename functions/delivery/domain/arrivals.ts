import type { Coordinates } from '@korob/platform/schema'
import type { TracePoint } from './positions.ts'
import { type Rest, serviceMs, timetable } from './timetable.ts'
import type { TravelTimes } from './travel-times.ts'

export interface StopAhead {
  deliveryId: string
  location: Coordinates
  windowStartMs: number
  windowEndMs: number
  etaMs: number
}

/** A courier on the road. */
export interface Driving {
  /** Where the trip ends. */
  depot: Coordinates
  /** How much faster than the travel times. */
  speedFactor: number
  /** Those that may still be taken, in their order. */
  rests: readonly Rest[]
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
  { depot, speedFactor, rests }: Driving,
  stops: readonly StopAhead[],
  travel: TravelTimes,
  nowMs: number,
): { etas: { deliveryId: string; etaMs: number }[]; returnsMs: number } => {
  const trip = {
    depot: seen,
    speedFactor,
    rests,
    startMs: seen.atMs,
    endMs: Number.POSITIVE_INFINITY,
    capacityGrams: Number.POSITIVE_INFINITY,
  }
  const planned = stops.map((stop) => ({ ...stop, serviceMs, weightGrams: 0 }))
  const { etasMs, rests: taken } = timetable(trip, planned, travel)
  const etas = stops.map(({ deliveryId, etaMs }, index) => {
    const fresh = Math.max(nowMs, etasMs[index] ?? nowMs)
    return { deliveryId, etaMs: Math.abs(fresh - etaMs) < newsMs ? etaMs : fresh }
  })
  const last = stops.at(-1)
  const leavesMs = last ? (etasMs.at(-1) ?? nowMs) + serviceMs : seen.atMs
  const backMs = Math.ceil((travel(last?.location ?? seen, depot) * 1000) / speedFactor)
  // The trip is reckoned to end where it was seen: whether there is a rest on the way back is known by how long that would take.
  const restsOnTheWayBack = taken
    .map(({ afterStops }, index) => (afterStops === stops.length ? (rests[index]?.durationMs ?? 0) : 0))
    .reduce((sum, durationMs) => sum + durationMs, 0)
  const returnsMs = Math.max(nowMs, leavesMs + backMs + restsOnTheWayBack)
  return { etas, returnsMs }
}
