import type { Candidate } from './insertion.ts'
import { nearestTo, partsOf } from './parts.ts'
import type { Reason } from './planner/problem.ts'
import { type Effort, reoptimise } from './planner/reoptimise.ts'
import { shopProblem } from './shop-problem.ts'
import { type PlannedStop, type Timetable, timetable } from './timetable.ts'
import type { TravelTimes } from './travel-times.ts'

/** To find one stop a place by moving others; mostly a few dozen are enough where there is room at all. */
export const roomIterations = 3_000

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
 * with as little driving as the effort allows. Promised windows are kept; what is late already gets no later. Days that
 * are large, or of several depots or speeds, are planned in parts, each with its share of the effort.
 */
export const reoptimiseTrips = <C extends Candidate>(
  candidates: readonly C[],
  unplanned: readonly PlannedStop[],
  travel: TravelTimes,
  effort: Effort,
  mostTogether?: number,
): Reoptimised<C> => {
  const parts = partsOf(candidates, mostTogether)
  const weights = parts.map((part) => 1 + part.reduce((sum, { stops }) => sum + stops.length, 0))
  const weight = weights.reduce((sum, one) => sum + one, 0)
  const planned = new Map<C, PlannedStop[]>()
  let loose = unplanned.map((stop): { stop: PlannedStop; reason: Reason } => ({ stop, reason: 'no_room' }))
  let done = 0
  for (const [index, part] of parts.entries()) {
    const share = weights[index]! / weight
    done += share
    const own = nearestTo(
      part,
      loose.map(({ stop }) => stop),
      mostTogether,
    )
    const { problem, stops } = shopProblem(part, own, travel, 'all')
    const plan = reoptimise(problem, {
      ...effort,
      iterations: Math.ceil(effort.iterations * share),
      ...(effort.progress && { progress: withinShare(effort.progress, done) }),
    })
    for (const [trip, candidate] of part.entries())
      planned.set(
        candidate,
        plan.trips[trip]!.map((job) => stops[job]!),
      )
    const left = plan.unassigned.map(({ job, reason }) => ({ stop: stops[job]!, reason }))
    const tried = new Set(own)
    loose = [...loose.filter(({ stop }) => !tried.has(stop)), ...left]
  }
  return {
    trips: candidates.map((candidate) => {
      const own = planned.get(candidate)!
      return { candidate, stops: own, timetable: timetable(candidate, own, travel) }
    }),
    unassigned: loose,
  }
}

/** Progress of a part that begins now and is to be over when `until` of the whole is. */
const withinShare = (progress: () => number, until: number): (() => number) => {
  const from = progress()
  return () => (from >= until ? 1 : (progress() - from) / (until - from))
}
