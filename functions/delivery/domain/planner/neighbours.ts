import type { Problem } from './problem.ts'

/** More are never looked at: a ruin touches a handful of trips. */
const most = 100

export interface Neighbours {
  each: number
  /** Of each job the others, nearest first: [job × each + rank]. */
  list: Int32Array
}

/** Near is what costs little to go to and to come from; of equals the lower number. */
export const neighboursOf = ({ jobs, matrix: { costs, places } }: Problem): Neighbours => {
  const each = Math.max(0, Math.min(most, jobs.length - 1))
  const list = new Int32Array(jobs.length * each)
  // One number of both, to sort without a comparing function: exact, since costs are below 2^31.
  const keys = new Float64Array(jobs.length)
  jobs.forEach(({ place }, job) => {
    for (const [other, { place: there }] of jobs.entries())
      keys[other] = (costs[place * places + there]! + costs[there * places + place]!) * jobs.length + other
    keys[job] = Number.POSITIVE_INFINITY
    keys.sort()
    for (let rank = 0; rank < each; rank++) list[job * each + rank] = keys[rank]! % jobs.length
  })
  return { each, list }
}
