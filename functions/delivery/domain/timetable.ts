import type { Coordinates } from '@korob/platform/schema'
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

/** A courier's trip as the planner sees it. */
export interface Trip {
  depot: Coordinates
  /** Not before this. */
  startMs: number
  /** Back at the depot by then. */
  endMs: number
  capacityGrams: number
}

/** Minutes a courier spends at a door. */
export const serviceMinutes = 5
export const serviceMs = serviceMinutes * 60_000

export interface Timetable {
  /** When the courier can hand over, after waiting for the window; per stop. */
  etasMs: number[]
  /** Back at the depot. */
  returnsMs: number
  drivingMs: number
  /** Every window, the trip's end and its capacity are kept. */
  feasible: boolean
}

/** Drives the stops in this order, waiting where too early; late stops make it infeasible, not impossible. */
export const timetable = (trip: Trip, stops: readonly PlannedStop[], travel: TravelTimes): Timetable => {
  let clockMs = trip.startMs
  let here = trip.depot
  let drivingMs = 0
  let weightGrams = 0
  let feasible = true
  const drive = (to: Coordinates) => {
    const legMs = travel(here, to) * 1000
    clockMs += legMs
    drivingMs += legMs
    here = to
  }
  const etasMs = stops.map((stop) => {
    drive(stop.location)
    clockMs = Math.max(clockMs, stop.windowStartMs)
    const etaMs = clockMs
    if (etaMs > stop.windowEndMs) feasible = false
    clockMs += stop.serviceMs
    weightGrams += stop.weightGrams
    return etaMs
  })
  drive(trip.depot)
  if (clockMs > trip.endMs || weightGrams > trip.capacityGrams) feasible = false
  return { etasMs, returnsMs: clockMs, drivingMs, feasible }
}
