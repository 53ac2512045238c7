import type { Candidate } from './insertion.ts'
import type { Reason } from './planner/problem.ts'
import { type Effort, reoptimise } from './planner/reoptimise.ts'
import { shopProblem } from './shop-problem.ts'
import { type PlannedStop, type Timetable, timetable } from './timetable.ts'
import type { TravelTimes } from './travel-times.ts'

export interface PlannedAnew<C extends Candidate> {
  candidate: C
  stops: PlannedStop[]
  timetable: Timetable
}

export interface Reoptimised<C extends Candidate> {
  trips: PlannedAnew<C>[]
  unassigned: { stop: PlannedStop; reason: Reason }[]
}

/**
 * Plans all stops of the candidates' trips anew, and those in none as far as there is room: as many as possible, then
 * with as little driving as the effort allows. Promised windows are kept; what is late already gets no later.
 */
export const reoptimiseTrips = <C extends Candidate>(
  candidates: readonly C[],
  unplanned: readonly PlannedStop[],
  travel: TravelTimes,
  effort: Effort,
): Reoptimised<C> => {
  if (candidates.length === 0) return { trips: [], unassigned: unplanned.map((stop) => ({ stop, reason: 'no_room' })) }
  const { problem, stops } = shopProblem(candidates, unplanned, travel, 'all')
  const plan = reoptimise(problem, effort)
  return {
    trips: candidates.map((candidate, index) => {
      const own = plan.trips[index]!.map((job) => stops[job]!)
      return { candidate, stops: own, timetable: timetable(candidate, own, travel) }
    }),
    unassigned: plan.unassigned.map(({ job, reason }) => ({ stop: stops[job]!, reason })),
  }
}
