import type { Problem } from './problem.ts'

/** More are never looked at: a ruin touches a handful of trips. */
const most = 100

export interface Neighbours {
  each: number
  /** Of each job the others, nearest first: [job × each + rank]. */
  list: Int32Array
}

/** Near is what costs little to go to and to come from. */
export const neighboursOf = ({ jobs, matrix: { costs, places } }: Problem): Neighbours => {
  const each = Math.max(0, Math.min(most, jobs.length - 1))
  const list = new Int32Array(jobs.length * each)
  const distances = new Float64Array(jobs.length)
  const order = jobs.map((_, index) => index)
  jobs.forEach(({ place }, job) => {
    for (const [other, { place: there }] of jobs.entries())
      distances[other] = costs[place * places + there]! + costs[there * places + place]!
    distances[job] = Number.POSITIVE_INFINITY
    // From the order of the job before, which is nearly random; ties by number, so that engines can't differ.
    const nearest = order.toSorted((a, b) => distances[a]! - distances[b]! || a - b)
    for (let rank = 0; rank < each; rank++) list[job * each + rank] = nearest[rank]!
  })
  return { each, list }
}
