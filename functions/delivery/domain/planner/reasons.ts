import type { Problem, Reason } from './problem.ts'
import { timesOf } from './timetable.ts'

/** Why a job is in no trip. */
export const reasonFor = (problem: Problem, job: number): Reason => {
  const { load } = problem.jobs[job]!
  const large = problem.trips.filter(({ capacity }) => capacity.every((most, kind) => (load[kind] ?? 0) <= most))
  if (large.length === 0) return 'too_large'
  return large.some((trip) => timesOf(problem, trip, [job]).kept) ? 'no_room' : 'out_of_reach'
}
