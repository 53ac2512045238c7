import { integerSetting } from '@korob/platform/config'
import { type Database, database } from '@korob/platform/database'
import { count, logger } from '@korob/platform/observability'
import { timetable } from '../domain/timetable.ts'
import { cityTravelTimes } from '../domain/travel-times.ts'
import { type Grace, type TripTrouble, troubleOf } from '../domain/trip-trouble.ts'
import { lockCourier, writeException } from '../store/dispatch.ts'
import { changeFleetVersion, readTripsOfDays } from '../store/plans.ts'
import { isCourierAbout, readTripsToWatch, type TripToWatch } from '../store/watched-trips.ts'
import { assignReleased, planUntilDone } from './change-duty.ts'
import { fitTrip } from './fit-trip.ts'
import { candidateOf } from './open-trips.ts'
import { requireSwap } from './plan-outdated.ts'

const grace = (): Grace => ({
  overdueMinutes: integerSetting('TRIP_OVERDUE_MINUTES', 60),
  silentMinutes: integerSetting('TRIP_SILENT_MINUTES', 90),
  startMinutes: integerSetting('TRIP_START_MINUTES', 30),
})

/** When the courier has to leave the depot for the first door. */
const leavesBy = ({ depot, first, firstEta, speedFactor }: TripToWatch): Date | undefined =>
  first && firstEta ? new Date(firstEta.getTime() - (cityTravelTimes(depot, first) * 1000) / speedFactor) : undefined

const troubleWith = (trip: TripToWatch, now: Date): TripTrouble | null => {
  const { status, returnsAt, windowsEndAt, lastSignAt } = trip
  if (status === 'departed')
    return troubleOf({ status, returnsAt, windowsEndAt, lastSignAt: lastSignAt ?? returnsAt }, now, grace())
  const by = leavesBy(trip)
  return by ? troubleOf({ status, leavesBy: by }, now, grace()) : null
}

/** Trips that somebody should look after, of whatever day. */
export const readTroubledTrips = async (db: Database, now: Date): Promise<(TripToWatch & { trouble: TripTrouble })[]> =>
  (await readTripsToWatch(db, now)).flatMap((trip) => {
    const trouble = troubleWith(trip, now)
    return trouble ? [{ ...trip, trouble }] : []
  })

/** Whether what was promised can be kept if the courier leaves now; undefined if there is nothing to leave with. */
const canStillBeKept = async (db: Database, { routeId, courierId, serviceDate }: TripToWatch, now: Date) => {
  const open = (await readTripsOfDays(db, [serviceDate], courierId)).find((trip) => trip.routeId === routeId)
  if (!open || open.stops.length === 0) return undefined
  const candidate = candidateOf(open, serviceDate, now)
  return timetable(candidate, candidate.stops, cityTravelTimes).feasible
}

/** A clock takes no trip from a courier who is about. */
const isAbout = (db: Database, { routeId }: TripToWatch, now: Date): Promise<boolean> =>
  isCourierAbout(db, routeId, new Date(now.getTime() - grace().silentMinutes * 60_000))

/** As an operator takes a courier off a day. Nothing, if the courier has set off meanwhile: one of the two wins. */
const takeApart = async (trip: TripToWatch, now: Date): Promise<number> => {
  const { routeId, courierId, serviceDate } = trip
  const fitted = await planUntilDone(async (tx) => {
    if ((await canStillBeKept(tx, trip, now)) !== false || (await isAbout(tx, trip, now))) return undefined
    await changeFleetVersion(tx)
    if (!(await lockCourier(tx, courierId))) return undefined
    await writeException(tx, courierId, serviceDate, null)
    const done = await fitTrip(tx, courierId, serviceDate, { role: 'delivery' }, now)
    // Its courier may have said something until it was locked: then all this is undone, and looked at again.
    requireSwap(done.moved.length + done.released.length > 0 && !(await isAbout(tx, trip, now)))
    return done
  })
  if (!fitted) return 0
  const waiting = await assignReleased(fitted.released, now)
  const moved = fitted.moved.length + fitted.released.length
  logger.warn('a trip that never set off was taken apart', { routeId, courierId, serviceDate, moved, waiting })
  return moved
}

/**
 * Counts trips in trouble, for the alarms, and takes those apart that never set off once their promises can't be kept any
 * more, if nothing was heard of the courier: parcels go to others, the courier's day is over. One that can't be taken apart
 * now keeps nobody from the others. Returns how many deliveries were moved.
 */
export const watchTrips = async (deadlineMs: number, now = new Date()): Promise<number> => {
  const troubled = await readTroubledTrips(database, now)
  const notStarted = troubled.filter(({ trouble }) => trouble === 'not_started')
  count('tripsOverdue', troubled.length - notStarted.length)
  count('tripsNotStarted', notStarted.length)
  let moved = 0
  for (const trip of notStarted) {
    if (Date.now() >= deadlineMs) break
    if (trip.atDepot === 0) continue
    try {
      moved += await takeApart(trip, now)
    } catch (error) {
      logger.error('a trip was not taken apart', { routeId: trip.routeId, error })
      count('tripsNotTakenApart')
    }
  }
  return moved
}
