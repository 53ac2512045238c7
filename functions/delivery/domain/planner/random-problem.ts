import type { Break, Problem, Trip } from './problem.ts'
import { Random } from './random.ts'
import { timesOf } from './timetable.ts'

export interface Shape {
  seed: number
  jobs: number
  trips: number
  /** Most breaks of a trip. */
  breaks: number
  /** Trips begin with some stops, which they keep; some of them fixed. */
  underway: boolean
  /** All trips are of one kind. */
  alike?: boolean
}

const span = 1000

/** For tests: several depots, legs that differ by direction and don't keep the triangle inequality, two kinds of load. */
export const randomProblem = ({ seed, jobs: jobCount, trips: tripCount, breaks, underway, alike }: Shape): Problem => {
  const random = new Random(seed)
  const depots = 1 + random.below(2)
  const places = Array.from({ length: depots + jobCount }, () => ({ x: random.below(100), y: random.below(100) }))
  const legs = (skew: number) =>
    Int32Array.from({ length: places.length ** 2 }, (_, index) => {
      const from = places[Math.floor(index / places.length)]!
      const to = places[index % places.length]!
      return Math.floor(Math.hypot(from.x - to.x, from.y - to.y)) + (from === to ? 0 : random.below(skew))
    })
  const durations = legs(random.below(2) * 30 + 1)
  const matrix = { places: places.length, durations, costs: random.below(2) ? durations : legs(20) }
  const jobs = Array.from({ length: jobCount }, (_, index) => {
    const opens = random.below(span)
    return {
      place: depots + index,
      opens,
      closes: opens + random.below(4) * 100,
      service: random.below(30),
      load: [random.below(20), random.below(3)],
    }
  })
  const breaksOf = (): Break[] =>
    Array.from({ length: random.below(breaks + 1) }, (_, index) => {
      const opens = 200 + 400 * index + random.below(100)
      return { opens, closes: opens + random.below(200), duration: 20 + random.below(60) }
    })
  const anyTrip = (): Trip => {
    const starts = random.below(300)
    return {
      from: random.below(depots),
      to: random.below(depots),
      starts,
      ends: starts + 300 + random.below(900),
      capacity: [40 + random.below(80), 5 + random.below(20)],
      breaks: breaksOf(),
      stops: [],
      frozen: 0,
      closed: false,
    }
  }
  const first = anyTrip()
  const trips = Array.from({ length: tripCount }, () => (alike ? first : anyTrip()))
  const problem = { matrix, jobs, trips }
  if (!underway) return problem
  const left = new Set(jobs.keys())
  return { ...problem, trips: trips.map((trip) => start(problem, trip, left, random)) }
}

const start = (problem: Problem, trip: Trip, left: Set<number>, random: Random): Trip => {
  let stops: number[] = []
  for (const job of left) {
    const position = random.below(stops.length + 1)
    const tried = stops.toSpliced(position, 0, job)
    const fits = trip.capacity.every(
      (most, kind) => tried.reduce((sum, one) => sum + problem.jobs[one]!.load[kind]!, 0) <= most,
    )
    if (random.below(3) > 0 && fits && timesOf(problem, trip, tried).kept) stops = tried
  }
  for (const job of stops) left.delete(job)
  return { ...trip, stops, frozen: random.below(2) * random.below(stops.length + 1), closed: random.below(5) === 0 }
}
