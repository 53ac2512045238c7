import { excuse } from './excuse.ts'
import type { Problem } from './problem.ts'
import { nowhere, scan } from './scan.ts'
import { Tours } from './tours.ts'

export interface Insertion {
  trip: number
  /** The trip's stops in their new order. */
  stops: number[]
  /** What it costs more. */
  cost: number
}

/**
 * The place where a job that is in no trip costs least; undefined if it fits nowhere. All that is promised is kept, and
 * what is late already gets no later. Of the matrix only legs between neighbouring stops and those of the job are read.
 * Takes time proportional to the number of stops. Of equals the first trip has it.
 */
export const insertJob = (problem: Problem, job: number): Insertion | undefined => {
  const tours = new Tours(excuse(problem))
  const found = { cost: nowhere, behind: -1 }
  let best = { trip: -1, behind: -1, cost: nowhere }
  for (let trip = 0; trip < tours.trips; trip++) {
    scan(tours, job, trip, -1, found)
    if (found.cost < best.cost) best = { trip, ...found }
  }
  if (best.trip < 0) return undefined
  tours.insert(job, best.behind)
  return { trip: best.trip, stops: tours.stopsOf(best.trip), cost: best.cost }
}
