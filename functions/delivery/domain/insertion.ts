import { insertJob } from './planner/insert.ts'
import { shopProblem, type TripWithStops } from './shop-problem.ts'
import { type PlannedStop, type Timetable, timetable } from './timetable.ts'
import type { TravelTimes } from './travel-times.ts'

/** Ties go to the first candidate. */
export type Candidate = TripWithStops

export interface Insertion<C extends Candidate> {
  candidate: C
  /** All stops in their new order, the new one among them. */
  stops: PlannedStop[]
  timetable: Timetable
}

/**
 * The feasible place among all candidates' trips that adds least driving; undefined if no trip can take the stop.
 * Promised windows of the stops already there are kept; one that will be late anyway gets no later.
 */
export const cheapestInsertion = <C extends Candidate>(
  stop: PlannedStop,
  candidates: readonly C[],
  travel: TravelTimes,
): Insertion<C> | undefined => {
  if (candidates.length === 0) return undefined
  const { problem, stops: all } = shopProblem(candidates, [stop], travel, 'present')
  const insertion = insertJob(problem, all.length - 1)
  if (!insertion) return undefined
  const candidate = candidates[insertion.trip]!
  const stops = insertion.stops.map((job) => all[job]!)
  return { candidate, stops, timetable: timetable(candidate, stops, travel) }
}
