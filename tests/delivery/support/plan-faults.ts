import { isDeepStrictEqual } from 'node:util'
import { database } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import { lookAtDays } from '../../../functions/delivery/actions/day-room.ts'
import { plannedStopOf } from '../../../functions/delivery/actions/open-trips.ts'
import { faultsOf } from '../../../functions/delivery/domain/feasibility.ts'
import { atLocalMinute } from '../../../functions/delivery/domain/local-time.ts'
import type { Trip } from '../../../functions/delivery/domain/timetable.ts'
import { cityTravelTimes } from '../../../functions/delivery/domain/travel-times.ts'
import { type OpenTrip, readOpenTrips } from '../../../functions/delivery/store/plans.ts'
import { restsThatFit } from './rests-that-fit.ts'

const withoutCutoffs = (trips: readonly OpenTrip[]) =>
  trips.map((trip) => ({ ...trip, stops: trip.stops.map(({ cutoffAt: _, ...stop }) => stop) }))

/** What is known of a day by all that was heard of its changes is what it is. */
const memoryFaults = async (date: string, trips: readonly OpenTrip[]): Promise<string[]> => {
  const [known] = await lookAtDays(database, [date], null)
  const isAsKnown = isDeepStrictEqual(withoutCutoffs(known!.trips), withoutCutoffs(trips))
  return isAsKnown ? [] : [`known of ${date}: ${JSON.stringify(known!.trips)} but it is ${JSON.stringify(trips)}`]
}

const reloadMs = 15 * 60_000

const tripOf = (open: OpenTrip, date: string): Trip => {
  const at = (minute: number) => atLocalMinute(date, minute, 'Europe/Moscow').getTime()
  const startMs = at(open.startsMinute)
  // What was due before the courier came back was taken then.
  const freeMs = open.busyUntil ? open.busyUntil.getTime() + reloadMs : startMs
  return {
    depot: open.depot,
    startMs,
    endMs: at(open.endsMinute),
    capacityGrams: open.capacityGrams,
    speedFactor: open.speedFactor,
    rests: open.breaks
      .map(({ fromMinute, untilMinute, minutes }) => ({
        fromMs: at(fromMinute),
        untilMs: at(untilMinute),
        durationMs: minutes * 60_000,
      }))
      .filter(({ untilMs }) => untilMs >= freeMs),
  }
}

/** Everything that is planned for the slot's day can be driven, breaks and all, and is what is known of it; else what is wrong. */
export const planFaults = async (slotId: string): Promise<string[]> => {
  const { date } = await database.one<{ date: string }>(sql`select service_date as date from slot where id = ${slotId}`)
  const trips = await readOpenTrips(date)
  const faults = await Promise.all(
    trips.map(async (open) => {
      const etas = await database.many<{ eta: Date; position: number }>(
        sql`select eta, position from stop where route_id = ${open.routeId} and position is not null order by position`,
      )
      const trip = tripOf(open, date)
      const stops = open.stops.map(plannedStopOf)
      if (stops.length === 0) return []
      const etasMs = etas.map(({ eta }) => eta.getTime())
      // Stored times have whole milliseconds: each leg may look shorter by one.
      const slower = (from: Trip['depot'], to: Trip['depot']) => Math.max(0, cityTravelTimes(from, to) - 0.001)
      const rests = restsThatFit(trip, stops, etasMs, slower)
      if (rests === undefined) return [`between the stops of ${open.courierId} there is no room for the breaks`]
      return faultsOf({ trip, stops, etasMs, rests }, slower)
    }),
  )
  return [...faults.flat(), ...(await memoryFaults(date, trips))]
}
