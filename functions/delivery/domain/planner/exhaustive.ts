import type { Problem, Trip } from './problem.ts'

/** For tests, by trying everything: whether a trip can make these stops in this order, its breaks somewhere between. */
export const canDrive = ({ matrix, jobs }: Problem, trip: Trip, stops: readonly number[]): boolean => {
  const fits = trip.capacity.every((most, kind) => stops.reduce((sum, job) => sum + jobs[job]!.load[kind]!, 0) <= most)
  if (!fits) return false
  const go = (done: number, rests: number, here: number, now: number): boolean => {
    const rest = trip.breaks[rests]
    const begins = rest && Math.max(now, rest.opens)
    if (rest && begins! <= rest.closes && go(done, rests + 1, here, begins! + rest.duration)) return true
    if (done > stops.length) return !rest && now <= trip.ends
    const job = jobs[stops[done]!]
    const arrives = now + matrix.durations[here * matrix.places + (job?.place ?? trip.to)]!
    if (!job) return go(done + 1, rests, trip.to, arrives)
    const at = Math.max(arrives, job.opens)
    return at <= job.closes && go(done + 1, rests, job.place, at + job.service)
  }
  return go(0, 0, trip.from, trip.starts)
}

export const costOf = ({ matrix, jobs }: Problem, trip: Trip, stops: readonly number[]): number => {
  const places = [trip.from, ...stops.map((job) => jobs[job]!.place), trip.to]
  return places.slice(1).reduce((sum, place, index) => sum + matrix.costs[places[index]! * matrix.places + place]!, 0)
}

/** The best that one trip can do with all jobs or some of them: most jobs first, then the least cost. */
export const bestOfAll = (problem: Problem, trip: Trip): { jobs: number; cost: number } => {
  let best = { jobs: 0, cost: costOf(problem, trip, []) }
  const extend = (stops: readonly number[]) => {
    if (stops.length > 0 && canDrive(problem, trip, stops)) {
      const cost = costOf(problem, trip, stops)
      if (stops.length > best.jobs || (stops.length === best.jobs && cost < best.cost))
        best = { jobs: stops.length, cost }
    }
    for (const job of problem.jobs.keys()) if (!stops.includes(job)) extend([...stops, job])
  }
  extend([])
  return best
}
