import { database } from '@korob/platform/database'
import { cheapestInsertion } from '../domain/insertion.ts'
import { atLocalMinute } from '../domain/local-time.ts'
import { reasonAmong } from '../domain/obstacles.ts'
import { serviceMs } from '../domain/timetable.ts'
import { cityTravelTimes } from '../domain/travel-times.ts'
import {
  type DispatchStop,
  readDispatchTrips,
  readDuty,
  readWaitingOfDay,
  type WaitingDelivery,
} from '../store/dispatch.ts'
import { readOpenTrips } from '../store/plans.ts'
import { shopTimeZone } from './delivery-events.ts'
import { candidateOf, type TripCandidate } from './open-trips.ts'
import { showRefusedSteps } from './refused-steps.ts'
import { readTroubledTrips } from './watch-trips.ts'

/** More are a flood that nobody sorts by hand. */
const mostWaiting = 500

const iso = (instant: string | Date) => new Date(instant).toISOString()

const shownStop = ({ lat, lon, startsAt, endsAt, eta, ...stop }: DispatchStop) => ({
  ...stop,
  location: { lat, lon },
  window: { start: iso(startsAt), end: iso(endsAt) },
  eta: iso(eta),
})

/** Why nobody brings it: what only people can mend, else what stands in its way; `waiting`: the next look will find its place. */
const reasonOf = (waiting: WaitingDelivery, candidates: readonly TripCandidate[]) => {
  const { problem, lat, lon, startsAt, endsAt, weightGrams, deliveryId } = waiting
  if (problem) return problem
  if (startsAt === null || endsAt === null || lat === null || lon === null) return 'no_slot' as const
  const stop = {
    deliveryId,
    location: { lat, lon },
    windowStartMs: startsAt.getTime(),
    windowEndMs: endsAt.getTime(),
    serviceMs,
    weightGrams,
  }
  if (cheapestInsertion(stop, candidates, cityTravelTimes)) return 'waiting' as const
  return reasonAmong(stop, candidates, cityTravelTimes)
}

/** A day as who directs it sees it: who works, the trips with their stops, and what nobody brings yet. */
export const showDispatch = async (date: string, now = new Date()) => {
  const timeZone = shopTimeZone()
  const [trips, waiting, duty, open, troubled, refusedSteps] = await Promise.all([
    readDispatchTrips(date),
    readWaitingOfDay(date, mostWaiting),
    readDuty(database, date),
    readOpenTrips(date),
    readTroubledTrips(database, now),
    showRefusedSteps(),
  ])
  const troubleOf = new Map(troubled.map((trip) => [trip.routeId, trip]))
  const seen = (at: Date | null | undefined) => (at ? iso(at) : null)
  const candidates = open.map((trip) => candidateOf(trip, date, now)).filter(({ endMs }) => endMs > now.getTime())
  return {
    date,
    timeZone,
    couriers: duty.map(({ courierId, firstName, startsMinute, endsMinute }) => ({
      courierId,
      firstName,
      shift: {
        start: iso(atLocalMinute(date, startsMinute, timeZone)),
        end: iso(atLocalMinute(date, endsMinute, timeZone)),
      },
    })),
    trips: trips.map(({ courierId, firstName, departedAt, returnsAt, stops, ...trip }) => ({
      ...trip,
      courier: { id: courierId, firstName },
      departedAt: departedAt && iso(departedAt),
      returnsAt: iso(returnsAt),
      trouble: troubleOf.get(trip.routeId)?.trouble ?? null,
      lastSignAt: seen(troubleOf.get(trip.routeId)?.lastSignAt),
      stops: stops.map(shownStop),
    })),
    unassigned: waiting.map((one) => ({
      deliveryId: one.deliveryId,
      orderId: one.orderId,
      orderNumber: one.orderNumber,
      address: one.address,
      location: one.lat !== null && one.lon !== null ? { lat: one.lat, lon: one.lon } : null,
      window: one.startsAt && one.endsAt ? { start: iso(one.startsAt), end: iso(one.endsAt) } : null,
      weightGrams: one.weightGrams,
      reason: reasonOf(one, candidates),
    })),
    troubledDays: [...new Set(troubled.map(({ serviceDate }) => serviceDate))].toSorted(),
    refusedSteps,
  }
}
