import { transaction } from '@korob/platform/database'
import { count, logger } from '@korob/platform/observability'
import { localSearch } from '../domain/planner/local-search.ts'
import { isWorthwhile, reconcile } from '../domain/reconciliation.ts'
import { reoptimiseTrips } from '../domain/reoptimisation.ts'
import { roomIn } from '../domain/room.ts'
import type { TripWithStops } from '../domain/shop-problem.ts'
import type { PlannedStop } from '../domain/timetable.ts'
import { cityTravelTimes } from '../domain/travel-times.ts'
import {
  leaveDay,
  markOptimised,
  noteLook,
  readDaysToImprove,
  readUnassignedOfDay,
  takeDay,
} from '../store/reoptimising.ts'
import { type Anew, commitPlan } from './commit-plan.ts'
import { heldStops } from './day-room.ts'
import { shopTimeZone } from './delivery-events.ts'
import { readMovableTrips } from './movable-trips.ts'
import { plannedStopOf, type TripCandidate } from './open-trips.ts'
import { PlanOutdated } from './plan-outdated.ts'

const minuteMs = 60_000
/** A day is looked through so often at most: couriers and shoppers want to know where they are. */
const restMs = 60 * minuteMs
/** Sooner, if somebody has come who found no courier, or the last look came to nothing. */
const shortRestMs = 5 * minuteMs
/** Longer than any look takes. */
const leaseMs = 2 * minuteMs
/** Enough for a small shop's day to be as good as it gets; large days end by their time. */
const iterationsPerStop = 2000
/** Of the time of one run, for one day. */
const budgetMs = 20_000
const maxRounds = 5

interface Day {
  serviceDate: string
  candidates: TripCandidate[]
  unplanned: PlannedStop[]
  /** Places that are held for orders to come. */
  held: PlannedStop[]
}

const readDay = async (serviceDate: string, now: Date): Promise<Day> => {
  const waiting = await readUnassignedOfDay(serviceDate, now)
  return {
    serviceDate,
    candidates: await readMovableTrips(serviceDate, now),
    unplanned: waiting.map(plannedStopOf),
    held: await heldStops(serviceDate),
  }
}

/** Whether places that are held can be kept as well as before. */
const keepsHeld = ({ held, candidates }: Day, anew: readonly Anew[]): boolean => {
  if (held.length === 0) return true
  const after = anew.map(({ candidate, stops }) => ({ ...candidate, stops }))
  const leftOf = (trips: readonly TripWithStops[]) => roomIn(trips, held, [], cityTravelTimes).left
  return leftOf(after) <= leftOf(candidates)
}

/** A courier whose trip has started meanwhile is seen with the next one. */
const tripOf = ({ open }: Pick<TripCandidate, 'open'>): string => open.routeId ?? `${open.courierId} ${open.nextTrip}`

/** What was looked through and stays as it is: only a change makes it worth another look. */
const markSeen = async ({ candidates }: Day): Promise<void> => {
  const routes = candidates.flatMap(({ open: { routeId, planVersion } }) =>
    routeId !== null && planVersion !== null ? [{ id: routeId, planVersion }] : [],
  )
  await transaction((tx) => markOptimised(tx, routes))
}

type Outcome = 'improved' | 'good_already' | 'gave_way'

/**
 * Looks for better routes of a day and commits them if nobody changed them meanwhile; else fits them to what is there
 * now.
 */
const reoptimiseDay = async (serviceDate: string, untilMs: number, now: Date): Promise<Outcome> => {
  const seen = await readDay(serviceDate, now)
  const stopCount = seen.candidates.reduce((sum, { stops }) => sum + stops.length, seen.unplanned.length)
  const startedMs = Date.now()
  const { trips } = reoptimiseTrips(seen.candidates, seen.unplanned, cityTravelTimes, {
    seed: 1,
    iterations: iterationsPerStop * stopCount,
    localSearch,
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
    if (!isWorthwhile(day.candidates, anew, cityTravelTimes) || !keepsHeld(day, anew)) {
      await markSeen(seen)
      return 'good_already'
    }
    try {
      await transaction((tx) => commitPlan(tx, serviceDate, day.candidates, anew, true))
      await markSeen(await readDay(serviceDate, now))
      return 'improved'
    } catch (error) {
      if (!(error instanceof PlanOutdated)) throw error
    }
  }
  logger.info('new routes gave way to others', { serviceDate })
  return 'gave_way'
}

/** A day's fault must keep nobody from the others: it is told, and the day looked at again before long. */
const tryDay = async (serviceDate: string, untilMs: number, now: Date): Promise<Outcome | 'failed'> => {
  try {
    return await reoptimiseDay(serviceDate, untilMs, now)
  } catch (error) {
    count('daysNotReoptimised')
    logger.error('a day could not be planned anew', { serviceDate, error })
    return 'failed'
  }
}

/** Looks through the days ahead that have changed, until the deadline. Returns of how many the routes are new. */
export const reoptimiseRoutes = async (deadlineMs: number, now = new Date()): Promise<number> => {
  const ago = (ms: number) => new Date(now.getTime() - ms)
  const rests = { lookedAtBefore: ago(restMs), askedAgainBefore: ago(shortRestMs) }
  let improved = 0
  for (const day of await readDaysToImprove(now, rests, shopTimeZone())) {
    const untilMs = Math.min(deadlineMs, Date.now() + budgetMs)
    if (untilMs - Date.now() < budgetMs / 10) break
    if (!(await takeDay(day, now, new Date(now.getTime() + leaseMs)))) continue
    const outcome = await tryDay(day.serviceDate, untilMs, now)
    if (outcome === 'improved') improved++
    if (outcome === 'improved' || outcome === 'good_already') await noteLook(day.serviceDate, now)
    else await leaveDay(day.serviceDate, new Date(now.getTime() + shortRestMs))
  }
  if (improved > 0) count('daysReoptimised', improved)
  return improved
}
