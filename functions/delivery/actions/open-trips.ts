import type { Candidate } from '../domain/insertion.ts'
import { atLocalMinute } from '../domain/local-time.ts'
import { type PlannedStop, type Rest, serviceMs } from '../domain/timetable.ts'
import type { OpenTrip, StopRow } from '../store/plans.ts'
import { shopTimeZone } from './delivery-events.ts'

/** Unloading what came back and loading the next trip. */
const reloadMs = 15 * 60_000

export type TripCandidate = Candidate & { open: OpenTrip }

type StopToPlan = Omit<StopRow, 'startsAt' | 'endsAt' | 'cutoffAt'> & Record<'startsAt' | 'endsAt', string | Date>

/** A stop as the planner takes it. */
export const plannedStopOf = ({ deliveryId, lat, lon, startsAt, endsAt, weightGrams }: StopToPlan): PlannedStop => ({
  deliveryId,
  location: { lat, lon },
  windowStartMs: new Date(startsAt).getTime(),
  windowEndMs: new Date(endsAt).getTime(),
  serviceMs,
  weightGrams,
})

/** A day's breaks as the planner takes them. One whose time was over by then was taken before, or during an earlier trip. */
export const restsFrom = (breaks: OpenTrip['breaks'], serviceDate: string, fromMs: number): Rest[] => {
  const at = (minute: number) => atLocalMinute(serviceDate, minute, shopTimeZone()).getTime()
  return breaks
    .map(({ fromMinute, untilMinute, minutes }) => ({
      fromMs: at(fromMinute),
      untilMs: at(untilMinute),
      durationMs: minutes * 60_000,
    }))
    .filter(({ untilMs }) => untilMs >= fromMs)
}

/** A courier's open trip as the planner takes it. */
export const candidateOf = (open: OpenTrip, serviceDate: string, now: Date): TripCandidate => {
  const timeZone = shopTimeZone()
  const at = (minute: number) => atLocalMinute(serviceDate, minute, timeZone).getTime()
  const freeMs = open.busyUntil ? open.busyUntil.getTime() + reloadMs : 0
  const startMs = Math.max(at(open.startsMinute), now.getTime(), freeMs)
  return {
    open,
    depot: open.depot,
    capacityGrams: open.capacityGrams,
    speedFactor: open.speedFactor,
    startMs,
    endMs: at(open.endsMinute),
    rests: restsFrom(open.breaks, serviceDate, startMs),
    stops: open.stops.map(plannedStopOf),
  }
}
