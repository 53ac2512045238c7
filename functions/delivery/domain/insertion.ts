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
  let best: { candidate: C; stops: PlannedStop[]; cost: number } | undefined
  for (const candidate of candidates) {
    // Each trip by itself: the matrix of all would be large, and nearly empty.
    const { problem, stops } = shopProblem([candidate], [stop], travel, 'present')
    const found = insertJob(problem, stops.length - 1)
    if (found && (best === undefined || found.cost < best.cost))
      best = { candidate, stops: found.stops.map((job) => stops[job]!), cost: found.cost }
  }
  return (
    best && { candidate: best.candidate, stops: best.stops, timetable: timetable(best.candidate, best.stops, travel) }
  )
}
