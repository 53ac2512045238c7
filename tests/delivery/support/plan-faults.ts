import { isDeepStrictEqual } from 'node:util'
import { database } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import { lookAtDays } from '../../../functions/delivery/actions/day-room.ts'
import { plannedStopOf } from '../../../functions/delivery/actions/open-trips.ts'
import { faultsOf } from '../../../functions/delivery/domain/feasibility.ts'
import { atLocalMinute } from '../../../functions/delivery/domain/local-time.ts'
import { cityTravelTimes } from '../../../functions/delivery/domain/travel-times.ts'
import { type OpenTrip, readOpenTrips } from '../../../functions/delivery/store/plans.ts'

const withoutCutoffs = (trips: readonly OpenTrip[]) =>
  trips.map((trip) => ({ ...trip, stops: trip.stops.map(({ cutoffAt: _, ...stop }) => stop) }))

/** What is known of a day by all that was heard of its changes is what it is. */
const memoryFaults = async (date: string, trips: readonly OpenTrip[]): Promise<string[]> => {
  const [known] = await lookAtDays(database, [date], null)
  const isAsKnown = isDeepStrictEqual(withoutCutoffs(known!.trips), withoutCutoffs(trips))
  return isAsKnown ? [] : [`known of ${date}: ${JSON.stringify(known!.trips)} but it is ${JSON.stringify(trips)}`]
}

/** Everything that is planned for the slot's day can be driven, and is what is known of it; else what is wrong. */
export const planFaults = async (slotId: string): Promise<string[]> => {
  const { date } = await database.one<{ date: string }>(sql`select service_date as date from slot where id = ${slotId}`)
  const trips = await readOpenTrips(date)
  const faults = await Promise.all(
    trips.map(async (open) => {
      const etas = await database.many<{ eta: Date; position: number }>(
        sql`select eta, position from stop where route_id = ${open.routeId} and position is not null order by position`,
      )
      const trip = {
        depot: open.depot,
        startMs: atLocalMinute(date, open.startsMinute, 'Europe/Moscow').getTime(),
        endMs: atLocalMinute(date, open.endsMinute, 'Europe/Moscow').getTime(),
        capacityGrams: open.capacityGrams,
        speedFactor: open.speedFactor,
      }
      const stops = open.stops.map(plannedStopOf)
      // Stored times have whole milliseconds: each leg may look shorter by one.
      const slower = (from: (typeof trip)['depot'], to: (typeof trip)['depot']) =>
        Math.max(0, cityTravelTimes(from, to) - 0.001)
      return faultsOf({ trip, stops, etasMs: etas.map(({ eta }) => eta.getTime()) }, slower)
    }),
  )
  return [...faults.flat(), ...(await memoryFaults(date, trips))]
}
