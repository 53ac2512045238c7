import type { Candidate } from '../domain/insertion.ts'
import { atLocalMinute } from '../domain/local-time.ts'
import { serviceMs } from '../domain/timetable.ts'
import type { OpenTrip } from '../store/plans.ts'
import { shopTimeZone } from './delivery-events.ts'

/** Unloading what came back and loading the next trip. */
const reloadMs = 15 * 60_000

export type TripCandidate = Candidate & { open: OpenTrip }

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
    stops: open.stops.map(({ deliveryId, lat, lon, startsAt, endsAt, weightGrams }) => ({
      deliveryId,
      location: { lat, lon },
      windowStartMs: Date.parse(startsAt),
      windowEndMs: Date.parse(endsAt),
      serviceMs,
      weightGrams,
    })),
  }
}
