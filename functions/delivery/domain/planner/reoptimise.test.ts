import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planFaults } from '../feasibility.ts'
import { excuse } from './excuse.ts'
import { bestOfAll, costOf } from './exhaustive.ts'
import { localSearch } from './local-search.ts'
import type { Plan, Problem } from './problem.ts'
import { randomProblem, type Shape } from './random-problem.ts'
import { reoptimise } from './reoptimise.ts'
import { timesOf } from './timetable.ts'

const shape = (most: Pick<Shape, 'jobs' | 'trips' | 'breaks'>) =>
  fc.record({
    seed: fc.integer(),
    jobs: fc.integer({ min: 0, max: most.jobs }),
    trips: fc.integer({ min: 0, max: most.trips }),
    breaks: fc.integer({ min: 0, max: most.breaks }),
    underway: fc.boolean(),
    alike: fc.boolean(),
  })
const problems = shape({ jobs: 30, trips: 6, breaks: 2 }).map(randomProblem)

const faults = (problem: Problem, plan: Plan): string[] =>
  planFaults(
    problem,
    plan,
    problem.trips.map((trip, index) => timesOf(problem, trip, plan.trips[index]!)),
  )
const leftOut = ({ jobs, trips }: Problem) => jobs.length - trips.flatMap(({ stops }) => stops).length
const given = (problem: Problem) => problem.trips.reduce((sum, trip) => sum + costOf(problem, trip, trip.stops), 0)

describe('a plan made anew', () => {
  test('can be driven, loses nobody, visits nobody twice and keeps what is fixed', () => {
    fc.assert(
      fc.property(problems, fc.integer(), fc.integer({ min: 0, max: 300 }), (problem, seed, iterations) => {
        expect(faults(problem, reoptimise(problem, { seed, iterations }))).toEqual([])
        expect(faults(problem, reoptimise(problem, { seed, iterations, localSearch }))).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  test('is never worse than the given one, however early it is stopped', () => {
    fc.assert(
      fc.property(problems, fc.integer(), fc.integer({ min: 0, max: 8 }), (problem, seed, questions) => {
        let asked = 0
        const plan = reoptimise(problem, {
          seed,
          iterations: 10_000,
          progress: () => asked++ / questions,
          localSearch,
        })
        expect(faults(problem, plan)).toEqual([])
        expect(plan.unassigned.length).toBeLessThanOrEqual(leftOut(problem))
        if (plan.unassigned.length === leftOut(problem)) expect(plan.cost).toBeLessThanOrEqual(given(problem))
      }),
      { numRuns: 100 },
    )
  })

  test('is not searched through any longer than there is time', () => {
    const problem = randomProblem({ seed: 1, jobs: 9, trips: 2, breaks: 0, underway: false, alike: false })
    const toldWith = (progress?: () => number) => {
      const told: boolean[] = []
      const search = () => ({ run: (isOver: () => boolean) => void told.push(isOver()) })
      reoptimise(problem, { seed: 1, iterations: 0, localSearch: search, ...(progress && { progress }) })
      return told
    }
    expect(toldWith(() => 1)).toEqual([true])
    expect(toldWith(() => 0.5)).toEqual([false])
    expect(toldWith()).toEqual([false])
  })

  test('is the same for the same seed and number of iterations', () => {
    fc.assert(
      fc.property(problems, fc.integer(), fc.integer({ min: 0, max: 300 }), (problem, seed, iterations) => {
        const effort = { seed, iterations, localSearch }
        expect(reoptimise(problem, effort)).toEqual(reoptimise(problem, effort))
      }),
      { numRuns: 30 },
    )
  })

  test('of one trip with few stops is the best there is', () => {
    fc.assert(
      fc.property(shape({ jobs: 4, trips: 0, breaks: 2 }), fc.integer(), (small, seed) => {
        const problem = randomProblem({ ...small, trips: 1, underway: false })
        const plan = reoptimise(problem, { seed, iterations: 300 })
        const { jobs, cost } = bestOfAll(problem, problem.trips[0]!)
        expect({ jobs: problem.jobs.length - plan.unassigned.length, cost: plan.cost }).toEqual({ jobs, cost })
      }),
      { numRuns: 100 },
    )
  })
})

test('a plan whose best is known is found: each vehicle full, out along a ray and back', () => {
  const rays = 8
  const perRay = 5
  const points = Array.from({ length: rays * perRay }, (_, index) => {
    const angle = (2 * Math.PI * (index % rays)) / rays
    const far = 1000 * (1 + Math.floor(index / rays))
    return { x: far * Math.cos(angle), y: far * Math.sin(angle) }
  })
  const all = [{ x: 0, y: 0 }, ...points]
  const durations = Int32Array.from({ length: all.length ** 2 }, (_, index) => {
    const from = all[Math.floor(index / all.length)]!
    const to = all[index % all.length]!
    return Math.round(Math.hypot(from.x - to.x, from.y - to.y))
  })
  const problem: Problem = {
    matrix: { places: all.length, durations, costs: durations },
    jobs: points.map((_, index) => ({ place: index + 1, opens: 0, closes: 100_000, service: 10, load: [1] })),
    trips: Array.from({ length: rays }, () => ({
      from: 0,
      to: 0,
      starts: 0,
      ends: 100_000,
      capacity: [perRay],
      breaks: [],
      stops: [],
      frozen: 0,
      closed: false,
    })),
  }
  expect(reoptimise(problem, { seed: 3, iterations: 5000 })).toMatchObject({
    unassigned: [],
    cost: rays * 2 * 1000 * perRay,
  })
})

/** As if everything began so much later: what was planned is late. */
const delayed = (problem: Problem, by: number): Problem => ({
  ...problem,
  trips: problem.trips.map((trip) => ({ ...trip, starts: trip.starts + by })),
})

test('who is late already gets no later, and neither does a shift or a break', () => {
  fc.assert(
    fc.property(problems, fc.integer(), fc.integer({ min: 1, max: 500 }), (ordinary, seed, delay) => {
      const problem = delayed(ordinary, delay)
      const before = problem.trips.map((trip) => timesOf(problem, trip, trip.stops))
      const plan = reoptimise(problem, { seed, iterations: 100 })
      const excused = excuse(problem)
      expect(faults(excused, plan)).toEqual([])
      excused.trips.forEach(({ ends, stops }, index) => {
        expect(ends).toBeLessThanOrEqual(Math.max(problem.trips[index]!.ends, before[index]!.returns))
        for (const [at, job] of stops.entries())
          expect(excused.jobs[job]!.closes).toBeLessThanOrEqual(
            Math.max(problem.jobs[job]!.closes, before[index]!.begins[at]!),
          )
      })
    }),
  )
})

describe('who is left out is told why:', () => {
  const problem = randomProblem({ seed: 1, jobs: 0, trips: 1, breaks: 0, underway: false })
  const trip = { ...problem.trips[0]!, from: 0, to: 0, starts: 0, ends: 100, capacity: [10] }
  const job = { place: trip.from, opens: 0, closes: 50, service: 60, load: [5] }
  const reasons = (...jobs: Problem['jobs']) =>
    reoptimise({ ...problem, jobs, trips: [trip] }, { seed: 1, iterations: 100 }).unassigned

  test('no vehicle carries it', () => {
    expect(reasons({ ...job, load: [11] })).toEqual([{ job: 0, reason: 'too_large' }])
  })
  test('nobody can be there in time and back', () => {
    expect(reasons({ ...job, opens: -20, closes: -10 })).toEqual([{ job: 0, reason: 'out_of_reach' }])
    expect(reasons({ ...job, opens: 45 })).toEqual([{ job: 0, reason: 'out_of_reach' }])
  })
  test('others take the room', () => {
    expect(reasons(job, job)).toEqual([{ job: expect.any(Number), reason: 'no_room' }])
  })
  test('there is no vehicle at all', () => {
    expect(reoptimise({ ...problem, jobs: [job], trips: [] }, { seed: 1, iterations: 100 }).unassigned).toEqual([
      { job: 0, reason: 'too_large' },
    ])
  })
})
