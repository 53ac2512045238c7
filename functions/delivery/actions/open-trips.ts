import type { Candidate } from '../domain/insertion.ts'
import { atLocalMinute } from '../domain/local-time.ts'
import { type PlannedStop, serviceMs } from '../domain/timetable.ts'
import type { OpenTrip, StopRow } from '../store/plans.ts'
import { shopTimeZone } from './delivery-events.ts'

/** Unloading what came back and loading the next trip. */
const reloadMs = 15 * 60_000

export type TripCandidate = Candidate & { open: OpenTrip }

type StopToPlan = Omit<StopRow, 'startsAt' | 'endsAt'> & Record<'startsAt' | 'endsAt', string | Date>

/** A stop as the planner takes it. */
export const plannedStopOf = ({ deliveryId, lat, lon, startsAt, endsAt, weightGrams }: StopToPlan): PlannedStop => ({
  deliveryId,
  location: { lat, lon },
  windowStartMs: new Date(startsAt).getTime(),
  windowEndMs: new Date(endsAt).getTime(),
  serviceMs,
  weightGrams,
})

/** A courier's open trip as the planner takes it. */
export const candidateOf = (open: OpenTrip, serviceDate: string, now: Date): TripCandidate => {
  const timeZone = shopTimeZone()
  const shiftStartMs = atLocalMinute(serviceDate, open.startsMinute, timeZone).getTime()
  const freeMs = open.busyUntil ? open.busyUntil.getTime() + reloadMs : 0
  return {
    open,
    depot: open.depot,
    capacityGrams: open.capacityGrams,
    startMs: Math.max(shiftStartMs, now.getTime(), freeMs),
    endMs: atLocalMinute(serviceDate, open.endsMinute, timeZone).getTime(),
    stops: open.stops.map(plannedStopOf),
  }
}
