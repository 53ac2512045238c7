import type { Coordinates } from '@korob/platform/schema'
import { timesOf } from './planner/timetable.ts'
import { shopProblem } from './shop-problem.ts'
import type { TravelTimes } from './travel-times.ts'

/** A place to be at within a window. Times are milliseconds since the epoch. */
export interface PlannedStop {
  deliveryId: string
  location: Coordinates
  windowStartMs: number
  windowEndMs: number
  serviceMs: number
  weightGrams: number
}

/** A courier's rest, which begins between the two, wherever he is then. */
export interface Rest {
  fromMs: number
  untilMs: number
  durationMs: number
}

/** A courier's trip as the planner sees it. */
export interface Trip {
  depot: Coordinates
  /** Not before this. */
  startMs: number
  /** Back at the depot by then. */
  endMs: number
  capacityGrams: number
  /** How much faster than the travel times this courier drives; 1 if it isn't said. */
  speedFactor?: number
  /** In the order they are taken. */
  rests?: readonly Rest[]
}

/** Minutes a courier spends at a door. */
export const serviceMinutes = 5
export const serviceMs = serviceMinutes * 60_000

export interface Timetable {
  /** When the courier can hand over, after waiting for the window; per stop. */
  etasMs: number[]
  rests: { startsMs: number; afterStops: number }[]
  /** Back at the depot. */
  returnsMs: number
  drivingMs: number
  /** Every window, every rest, the trip's end and its capacity are kept. */
  feasible: boolean
}

/** Drives the stops in this order, waiting where too early; late stops make it infeasible, not impossible. */
export const timetable = (trip: Trip, stops: readonly PlannedStop[], travel: TravelTimes): Timetable => {
  const { problem, epochMs } = shopProblem([{ ...trip, stops }], [], travel, 'present')
  const [only] = problem.trips
  const { begins, breaks, returns, cost, kept } = timesOf(problem, only!, only!.stops)
  return {
    etasMs: begins.map((at) => epochMs + at),
    rests: breaks.map((one) => ({ startsMs: epochMs + one.begins, afterStops: one.afterStops })),
    returnsMs: epochMs + returns,
    drivingMs: cost,
    feasible: kept && stops.reduce((sum, { weightGrams }) => sum + weightGrams, 0) <= trip.capacityGrams,
  }
}
