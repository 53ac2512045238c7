import { afterBreak, never } from './breaks.ts'
import type { Problem, Trip } from './problem.ts'

export interface Times {
  /** When each stop begins. */
  begins: number[]
  /** When each break begins, and how many stops are made before it; one more than there are says back at the depot. */
  breaks: { begins: number; afterStops: number }[]
  /** When the trip is over, breaks included. */
  returns: number
  cost: number
  /** Every window, every break and the shift's end are kept. */
  kept: boolean
}

const legs = ({ matrix: { places }, jobs }: Problem, { from, to }: Trip, stops: readonly number[]): number[] => {
  const there = [from, ...stops.map((job) => jobs[job]!.place), to]
  return there.slice(1).map((place, index) => there[index]! * places + place)
}

/** So many breaks are taken before each leg (and, last, after all), so that the trip is over as early as possible. */
const bestBreaks = (problem: Problem, trip: Trip, stops: readonly number[]): number[] | undefined => {
  const { breaks } = trip
  const { durations } = problem.matrix
  const onLegs = legs(problem, trip, stops)
  /** Of each place, for so many breaks taken by the time it is left: when that is, and whether the last one was taken there. */
  const reached: { at: number; here: boolean }[][] = []
  let ready = breaks.map(() => never)
  ready.unshift(trip.starts)
  for (let place = 0; ; place++) {
    const states = ready.map((at) => ({ at, here: false }))
    for (const [taken, rest] of breaks.entries()) {
      const at = afterBreak(rest, states[taken]!.at)
      if (at < states[taken + 1]!.at) states[taken + 1] = { at, here: true }
    }
    reached.push(states)
    if (place === onLegs.length) break
    const job = problem.jobs[stops[place]!]
    const window = job ?? { opens: trip.starts, closes: trip.ends, service: 0 }
    ready = states.map(({ at }) => {
      const begins = Math.max(at + durations[onLegs[place]!]!, window.opens)
      return begins > window.closes ? never : begins + window.service
    })
  }
  if (reached.at(-1)![breaks.length]!.at > trip.ends) return undefined
  const counts = reached.map(() => 0)
  let taken = breaks.length
  for (let place = reached.length - 1; place >= 0; place--)
    for (; reached[place]![taken]!.here; taken--) counts[place]!++
  return counts
}

/** Drives the stops in this order, waiting where too early. If not all can be kept, what is late is late, and breaks are taken as they come. */
export const timesOf = (problem: Problem, trip: Trip, stops: readonly number[]): Times => {
  const { durations, costs } = problem.matrix
  const onLegs = legs(problem, trip, stops)
  const counts = bestBreaks(problem, trip, stops)
  const times: Times = { begins: [], breaks: [], returns: trip.starts, cost: 0, kept: counts !== undefined }
  let clock = trip.starts
  const rest = (afterStops: number) => {
    const next = trip.breaks[times.breaks.length]!
    const begins = Math.max(clock, next.opens)
    times.breaks.push({ begins, afterStops })
    clock = begins + next.duration
  }
  const isDue = (index: number) => {
    const next = trip.breaks[times.breaks.length]
    if (!next) return false
    if (index === onLegs.length || clock >= next.opens) return true
    const job = problem.jobs[stops[index]!]
    const arrives = clock + durations[onLegs[index]!]!
    return (job ? Math.max(arrives, job.opens) + job.service : arrives) > next.closes
  }
  for (let index = 0; index <= onLegs.length; index++) {
    if (counts) for (let count = counts[index]!; count > 0; count--) rest(index)
    else if (stops.length > 0) while (isDue(index)) rest(index)
    if (index === onLegs.length) break
    clock += durations[onLegs[index]!]!
    times.cost += costs[onLegs[index]!]!
    const job = problem.jobs[stops[index]!]
    if (!job) continue
    clock = Math.max(clock, job.opens)
    times.begins.push(clock)
    clock += job.service
  }
  times.returns = clock
  return times
}
