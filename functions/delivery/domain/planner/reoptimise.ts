import { excuse } from './excuse.ts'
import { Fleet } from './fleet.ts'
import { Loose } from './loose.ts'
import { type Neighbours, neighboursOf } from './neighbours.ts'
import { insertionOrders } from './orders.ts'
import type { Plan, Problem } from './problem.ts'
import { Random } from './random.ts'
import { reasonFor } from './reasons.ts'
import { Recreate } from './recreate.ts'
import { stringRemoval } from './ruin.ts'
import { Tours } from './tours.ts'
import { Undo } from './undo.ts'

export interface Effort {
  seed: number
  /** Ruins and recreations, at most. With no `progress`, the same seed and number give the same plan. */
  iterations: number
  /** Asked now and then: which part of the time allowed is over, 0 to 1. At 1 the best plan so far is answered. */
  progress?: () => number
  /** Makes a plan better by itself; to be left out where it is enough that there is a plan, as it is much code. */
  localSearch?: (tours: Tours, neighbours: Neighbours) => { run(isOver: () => boolean): void }
}

/** Of what a leg costs on average: what a new plan may cost more than the present one, at the beginning and at the end. */
const hot = 3
const cold = 0.003
/** Iterations between questions about progress. */
const stride = 50

/**
 * Looks for a plan with fewer jobs left out, and of those for the cheapest, from the given one and never worse than it:
 * slack induction by string removals (Christiaens & Vanden Berghe 2020) with simulated annealing, and a local search of the
 * first plan and of each best one.
 */
export const reoptimise = (given: Problem, { seed, iterations, progress, localSearch }: Effort): Plan => {
  const problem = excuse(given)
  const random = new Random(seed)
  const tours = new Tours(problem)
  const fleet = new Fleet(tours, problem.trips)
  const undo = new Undo(tours)
  const loose = new Loose(tours.jobs)
  const neighbours = neighboursOf(problem)
  const recreate = new Recreate(tours, fleet, undo, neighbours, random)
  const search = localSearch?.(tours, neighbours)
  const isOver = () => progress !== undefined && progress() >= 1
  const nextOrder = insertionOrders(problem, random)
  const ruin = stringRemoval(tours, fleet, undo, loose, neighbours, random)
  /** How often each job was left out: long neglected ones come first. */
  const neglect = new Float64Array(tours.jobs).fill(1)

  for (let job = 0; job < tours.jobs; job++) if (tours.tripOf[job] === -1) loose.add(job)
  undo.begin()
  recreate.run(loose, nextOrder(), loose.count)
  search?.run(isOver)

  const best = { next: tours.next.slice(), cost: tours.cost, loose: loose.count }
  const legs = () => tours.jobs - loose.count + fleet.driven
  const isAccepted = (temperature: number, costBefore: number): boolean => {
    for (let index = 0; index < undo.count; index++) if (!tours.isKept(undo.saved(index))) return false
    if (loose.count + loose.savedCount > 0) {
      const { now, before } = loose.weigh(neglect)
      for (let index = 0; index < loose.count; index++) neglect[loose.jobs[index]!]!++
      if (loose.count !== loose.savedCount) return loose.count < loose.savedCount || now < before
      if (now < before) return true
    }
    return tours.cost < costBefore - temperature * Math.log(1 - random.fraction())
  }

  let temperature = 0
  for (let iteration = 0; iteration < iterations; iteration++) {
    if (iteration % stride === 0) {
      const over = Math.max(iteration / iterations, progress?.() ?? 0)
      if (over >= 1) break
      temperature = ((hot * tours.cost) / Math.max(1, legs())) * (cold / hot) ** over
    }
    fleet.refresh()
    undo.begin()
    loose.save()
    const costBefore = tours.cost
    const looseBefore = loose.count
    ruin()
    recreate.run(loose, nextOrder(), loose.count - looseBefore)
    if (!isAccepted(temperature, costBefore)) {
      undo.restore()
      loose.restore(tours.tripOf)
    } else if (loose.count < best.loose || (loose.count === best.loose && tours.cost < best.cost)) {
      search?.run(isOver)
      best.next.set(tours.next)
      best.cost = tours.cost
      best.loose = loose.count
    }
  }
  tours.next.set(best.next)
  return toPlan(given, tours, best.cost)
}

const toPlan = (problem: Problem, tours: Tours, cost: number): Plan => {
  const trips = problem.trips.map((_, trip) => tours.stopsOf(trip))
  const planned = new Set(trips.flat())
  const unassigned = problem.jobs.flatMap((_, job) =>
    planned.has(job) ? [] : [{ job, reason: reasonFor(problem, job) }],
  )
  return { trips, unassigned, cost }
}
