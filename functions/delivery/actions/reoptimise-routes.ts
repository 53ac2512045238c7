import { type Transaction, transaction } from '@korob/platform/database'
import { newId } from '@korob/platform/ids'
import { count, logger } from '@korob/platform/observability'
import { isWorthwhile, reconcile } from '../domain/reconciliation.ts'
import { type PlannedAnew, reoptimiseTrips } from '../domain/reoptimisation.ts'
import { slotRules } from '../domain/slots.ts'
import type { PlannedStop } from '../domain/timetable.ts'
import { cityTravelTimes } from '../domain/travel-times.ts'
import { changeStatus } from '../store/deliveries.ts'
import { insertStop, openRoute, readOpenTrips, swapPlanVersion } from '../store/plans.ts'
import {
  areStillUnloaded,
  markOptimised,
  noteNewPlan,
  placeStops,
  readDaysToImprove,
  readMoved,
  readRoutesBeingLoaded,
  readUnassignedOfDay,
  takeDay,
} from '../store/reoptimising.ts'
import { publishNewPlan, publishStatus, shopTimeZone } from './delivery-events.ts'
import { candidateOf, plannedStopOf, type TripCandidate } from './open-trips.ts'
import { PlanOutdated, requireSwap } from './plan-outdated.ts'

/** A day is looked through so often at most: couriers and shoppers want to know where they are. */
const restMs = 60 * 60_000
/** A time of arrival that moves by more is told. */
const toldMs = 15 * 60_000
/** Enough for a small shop's day to be as good as it gets; large days end by their time. */
const iterationsPerStop = 2000
/** Of the time of one run, for one day. */
const budgetMs = 20_000
const maxRounds = 5
/** Couriers pick and load before their first stop, from the list they see then: it must not change under their hands. */
const loadingMs = slotRules.cutoffMinutes * 60_000

interface Day {
  serviceDate: string
  candidates: TripCandidate[]
  unplanned: PlannedStop[]
}

const isBeingLoaded = ({ stops }: TripCandidate, now: Date): boolean =>
  stops.some(({ windowStartMs }) => windowStartMs - loadingMs <= now.getTime())

const readDay = async (serviceDate: string, now: Date): Promise<Day> => {
  const loading = new Set(await readRoutesBeingLoaded(serviceDate))
  const open = await readOpenTrips(serviceDate)
  const waiting = await readUnassignedOfDay(serviceDate, now)
  return {
    serviceDate,
    candidates: open
      .filter(({ routeId }) => routeId === null || !loading.has(routeId))
      .map((trip) => candidateOf(trip, serviceDate, now))
      .filter((candidate) => !isBeingLoaded(candidate, now)),
    unplanned: waiting.map(plannedStopOf),
  }
}

type Anew = PlannedAnew<TripCandidate>

const isChanged = ({ candidate, stops }: Anew): boolean =>
  stops.length !== candidate.stops.length ||
  stops.some(({ deliveryId }, index) => candidate.stops[index]?.deliveryId !== deliveryId)

const returnsAt = ({ timetable }: Anew) => new Date(timetable.returnsMs)

/** Locks the trips in the order of their ids, opens new ones, and answers the id of each. */
const takeRoutes = async (tx: Transaction, serviceDate: string, anew: readonly Anew[]): Promise<Map<Anew, string>> => {
  const ids = new Map<Anew, string>()
  const open = anew.flatMap((trip) => {
    const { routeId, planVersion } = trip.candidate.open
    return routeId !== null && planVersion !== null ? [{ trip, routeId, planVersion }] : []
  })
  for (const { trip, routeId, planVersion } of open.sort((a, b) => (a.routeId < b.routeId ? -1 : 1))) {
    requireSwap(await swapPlanVersion(tx, routeId, planVersion, returnsAt(trip)))
    ids.set(trip, routeId)
  }
  for (const trip of anew) {
    if (ids.has(trip)) continue
    const { courierId, nextTrip } = trip.candidate.open
    const id = newId()
    requireSwap(await openRoute(tx, { id, courierId, serviceDate }, nextTrip, returnsAt(trip)))
    ids.set(trip, id)
  }
  requireSwap(await areStillUnloaded(tx, [...ids.values()]))
  return ids
}

/** New trips are compared with those that were read; whoever came between makes it void. */
const commit = async (tx: Transaction, { serviceDate, candidates }: Day, anew: readonly Anew[]): Promise<void> => {
  const routes = await takeRoutes(tx, serviceDate, anew)
  const courierBefore = new Map(
    candidates.flatMap(({ open, stops }) => stops.map(({ deliveryId }) => [deliveryId, open.courierId] as const)),
  )
  const placed = anew.flatMap((trip) =>
    trip.stops.map(({ deliveryId }, index) => ({
      deliveryId,
      routeId: routes.get(trip)!,
      courierId: trip.candidate.open.courierId,
      position: index + 1,
      eta: new Date(trip.timetable.etasMs[index]!),
    })),
  )
  const inOrder = placed.toSorted((a, b) => (a.deliveryId < b.deliveryId ? -1 : 1))
  const staying = inOrder.filter(({ deliveryId }) => courierBefore.has(deliveryId))
  requireSwap((await placeStops(tx, staying)) === staying.length)
  const moved = new Set(
    await readMoved(
      tx,
      staying.map(({ deliveryId }) => deliveryId),
      toldMs,
    ),
  )
  for (const { courierId, ...stop } of inOrder) {
    const { deliveryId } = stop
    const before = courierBefore.get(deliveryId)
    if (before === undefined) {
      requireSwap(await changeStatus(tx, deliveryId, 'unassigned', 'assigned', { role: 'delivery' }))
      requireSwap(await insertStop(tx, { id: newId(), ...stop }))
      await publishStatus(tx, deliveryId, 'assigned')
    } else if (moved.has(deliveryId) || before !== courierId) {
      const news = moved.has(deliveryId) ? 'rescheduled' : 'courier_changed'
      requireSwap(await noteNewPlan(tx, deliveryId, news))
      await publishNewPlan(tx, deliveryId, news)
    }
  }
}

/** A courier whose trip has started meanwhile is seen with the next one. */
const tripOf = ({ open }: Pick<TripCandidate, 'open'>): string => open.routeId ?? `${open.courierId} ${open.nextTrip}`

/** What was looked through and stays as it is: only a change makes it worth another look. */
const settle = async ({ candidates }: Day): Promise<void> => {
  const routes = candidates.flatMap(({ open: { routeId, planVersion } }) =>
    routeId !== null && planVersion !== null ? [{ id: routeId, planVersion }] : [],
  )
  await transaction((tx) => markOptimised(tx, routes))
}

/**
 * Looks for better routes of a day and commits them if nobody changed them meanwhile; else fits them to what is there
 * now. True if there are new routes.
 */
const reoptimiseDay = async (serviceDate: string, untilMs: number, now: Date): Promise<boolean> => {
  const seen = await readDay(serviceDate, now)
  const stopCount = seen.candidates.reduce((sum, { stops }) => sum + stops.length, seen.unplanned.length)
  const startedMs = Date.now()
  const { trips } = reoptimiseTrips(seen.candidates, seen.unplanned, cityTravelTimes, {
    seed: 1,
    iterations: iterationsPerStop * stopCount,
    progress: () => (Date.now() >= untilMs ? 1 : (Date.now() - startedMs) / (untilMs - startedMs)),
  })
  const planned = new Map(trips.map(({ candidate, stops }) => [tripOf(candidate), stops]))
  for (let round = 1; round <= maxRounds; round++) {
    const day = await readDay(serviceDate, now)
    const anew = reconcile(
      day.candidates.map(({ open }) => planned.get(tripOf({ open })) ?? []),
      day.candidates,
      day.unplanned,
      cityTravelTimes,
    )
    // Not settled: what came meanwhile was not looked at together with the rest.
    if (!anew) break
    if (!isWorthwhile(day.candidates, anew, cityTravelTimes)) {
      await settle(seen)
      return false
    }
    try {
      await transaction((tx) => commit(tx, day, anew.filter(isChanged)))
      await settle(await readDay(serviceDate, now))
      return true
    } catch (error) {
      if (!(error instanceof PlanOutdated)) throw error
    }
  }
  logger.info('new routes gave way to others', { serviceDate })
  return false
}

/** Looks through the days ahead that have changed, until the deadline. Returns of how many the routes are new. */
export const reoptimiseRoutes = async (deadlineMs: number, now = new Date()): Promise<number> => {
  const before = new Date(now.getTime() - restMs)
  let improved = 0
  for (const serviceDate of await readDaysToImprove(now, before, shopTimeZone())) {
    const untilMs = Math.min(deadlineMs, Date.now() + budgetMs)
    if (untilMs - Date.now() < budgetMs / 10) break
    if (!(await takeDay(serviceDate, now, before))) continue
    if (await reoptimiseDay(serviceDate, untilMs, now)) improved++
  }
  if (improved > 0) count('daysReoptimised', improved)
  return improved
}
