import { transaction } from '@korob/platform/database'
import { reoptimiseTrips, roomIterations } from '../domain/reoptimisation.ts'
import { cityTravelTimes } from '../domain/travel-times.ts'
import type { Unassigned } from '../store/deliveries.ts'
import { commitPlan } from './commit-plan.ts'
import { readMovableTrips } from './movable-trips.ts'
import { PlanOutdated } from './plan-outdated.ts'

const budgetMs = 500

/**
 * Moves the stops of others so that one has a place among them, where it has none as they are now: what was promised on
 * its own may stand in the way of what was promised together. True if it has a courier now; 'again' if others came between.
 */
export const makeRoom = async (delivery: Unassigned, now: Date): Promise<boolean | 'again'> => {
  const { serviceDate } = delivery
  const movable = await readMovableTrips(serviceDate, now)
  const startedMs = Date.now()
  const plan = reoptimiseTrips(movable, [delivery], cityTravelTimes, {
    seed: 1,
    iterations: roomIterations,
    progress: () => (Date.now() - startedMs) / budgetMs,
  })
  if (plan.unassigned.length > 0 || plan.trips.some(({ timetable }) => !timetable.feasible)) return false
  try {
    await transaction((tx) => commitPlan(tx, serviceDate, movable, plan.trips, true))
    return true
  } catch (error) {
    if (error instanceof PlanOutdated) return 'again'
    throw error
  }
}
