import type { Coordinates } from '@korob/platform/schema'
import { type Box, distanceM, inBox } from './geometry.ts'

/** Where a courier was at a time, milliseconds since the epoch. */
export interface TracePoint extends Coordinates {
  atMs: number
}

export interface ReportedPoint extends TracePoint {
  /** What the device believes the error to be, metres. */
  accuracyM?: number | undefined
}

/** Why a point isn't kept. */
export type DropReason = 'future' | 'offTrip' | 'offMap' | 'imprecise' | 'redundant'

export const positionRules = {
  /** A phone's clock may be ahead by so much. */
  skewMs: 60_000,
  /** Cell towers alone tell no street. */
  worstAccuracyM: 500,
  /** A courier who moves is seen this often at most … */
  intervalMs: 10_000,
  stepM: 25,
  /** … and one who stands still this often. */
  restMs: 60_000,
} as const

const isRedundant = (point: TracePoint, last: TracePoint | undefined): boolean => {
  if (!last) return false
  const passedMs = point.atMs - last.atMs
  if (passedMs <= 0) return true
  if (passedMs >= positionRules.restMs) return false
  return passedMs < positionRules.intervalMs || distanceM(point, last) < positionRules.stepM
}

export interface Screening {
  nowMs: number
  /** When the trip began; undefined: no trip is under way. */
  sinceMs: number | undefined
  /** Where couriers can be; undefined: anywhere. */
  area: Box | undefined
  /** The last one kept. */
  last: TracePoint | undefined
}

/** Sorts a batch in any order into points worth keeping, by time, and how many of the rest there were for which reason. */
export const screenPositions = (
  points: readonly ReportedPoint[],
  { nowMs, sinceMs, area, last }: Screening,
): { kept: TracePoint[]; dropped: Record<DropReason, number> } => {
  const kept: TracePoint[] = []
  const dropped: Record<DropReason, number> = { future: 0, offTrip: 0, offMap: 0, imprecise: 0, redundant: 0 }
  const reasonFor = (point: ReportedPoint): DropReason | undefined => {
    if (point.atMs > nowMs + positionRules.skewMs) return 'future'
    if (sinceMs === undefined || point.atMs < sinceMs) return 'offTrip'
    if (area && !inBox(point, area)) return 'offMap'
    if (point.accuracyM !== undefined && point.accuracyM > positionRules.worstAccuracyM) return 'imprecise'
    return isRedundant(point, kept.at(-1) ?? last) ? 'redundant' : undefined
  }
  for (const reported of points.toSorted((a, b) => a.atMs - b.atMs)) {
    const reason = reasonFor(reported)
    const { lat, lon } = reported
    if (reason) dropped[reason]++
    else kept.push({ lat, lon, atMs: Math.min(reported.atMs, nowMs) })
  }
  return { kept, dropped }
}
