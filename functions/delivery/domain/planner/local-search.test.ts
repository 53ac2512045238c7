import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planFaults } from '../feasibility.ts'
import { canDrive, costOf } from './exhaustive.ts'
import { localSearch } from './local-search.ts'
import { neighboursOf } from './neighbours.ts'
import type { Problem } from './problem.ts'
import { randomProblem } from './random-problem.ts'
import { timesOf } from './timetable.ts'
import { Tours } from './tours.ts'

/** Trips that are under way, their stops in whatever order can be driven. */
const problems = (most: { jobs: number; trips: number }) =>
  fc
    .record({
      seed: fc.integer(),
      jobs: fc.integer({ min: 0, max: most.jobs }),
      trips: fc.integer({ min: 0, max: most.trips }),
      breaks: fc.integer({ min: 0, max: 2 }),
      alike: fc.boolean(),
    })
    .map((shape) => randomProblem({ ...shape, underway: true }))

const toursOf = ({ trips }: Problem, tours: Tours) => trips.map((_, trip) => tours.stopsOf(trip))
const improved = (problem: Problem, isOver = () => false) => {
  const tours = new Tours(problem)
  localSearch(tours, neighboursOf(problem)).run(isOver)
  return { tours, trips: toursOf(problem, tours) }
}
const whole = (problem: Problem, trips: readonly (readonly number[])[]) =>
  trips.reduce((sum, stops, index) => sum + costOf(problem, problem.trips[index]!, stops), 0)
const given = ({ trips }: Problem) => trips.map(({ stops }) => stops)

describe('a plan without a better neighbour', () => {
  test('can be driven, visits the same and keeps what is fixed, for no more than before', () => {
    let cheaper = 0
    fc.assert(
      fc.property(problems({ jobs: 40, trips: 6 }), (problem) => {
        const { tours, trips } = improved(problem)
        const planned = new Set(given(problem).flat())
        const unassigned = [...problem.jobs.keys()]
          .filter((job) => !planned.has(job))
          .map((job) => ({ job, reason: 'no_room' as const }))
        const times = problem.trips.map((trip, index) => timesOf(problem, trip, trips[index]!))
        expect(planFaults(problem, { trips, unassigned, cost: tours.cost }, times)).toEqual([])
        expect(tours.cost).toBeLessThanOrEqual(whole(problem, given(problem)))
        if (tours.cost < whole(problem, given(problem))) cheaper++
      }),
      { numRuns: 200 },
    )
    expect(cheaper).toBeGreaterThan(50)
  })

  test('knows its times, loads and cost as if it had been given so', () => {
    fc.assert(
      fc.property(problems({ jobs: 30, trips: 5 }), (problem) => {
        const { tours, trips } = improved(problem)
        const anew = new Tours({
          ...problem,
          trips: problem.trips.map((trip, index) => ({ ...trip, stops: trips[index]! })),
        })
        const known = ({ cost, size, loads, next, prev, legCost, tripOf }: Tours) =>
          ({ cost, size, loads, next, prev, legCost, tripOf }) as const
        expect(known(tours)).toEqual(known(anew))
        for (const [trip, { breaks }] of problem.trips.entries())
          for (const node of [tours.start(trip), ...trips[trip]!, tours.end(trip)])
            for (let taken = 0; taken <= breaks.length; taken++) {
              const timesAt = ({ ready, latest, readyAfter, latestAfter, breakStates }: Tours) =>
                breaks.length > 0
                  ? [readyAfter[node * breakStates + taken], latestAfter[node * breakStates + taken]]
                  : [ready[node], latest[node]]
              expect(timesAt(tours)).toEqual(timesAt(anew))
            }
      }),
    )
  })

  test('has no stop that could be beside another one for less', () => {
    fc.assert(
      fc.property(problems({ jobs: 12, trips: 3 }), (problem) => {
        const { tours, trips } = improved(problem)
        const cost = whole(problem, trips)
        for (const job of trips.flat().filter((one) => tours.movable[one] === 1)) {
          const without = trips.map((stops) => stops.filter((one) => one !== job))
          for (const [trip, stops] of without.entries()) {
            if (problem.trips[trip]!.closed || stops.length === 0) continue
            for (let at = problem.trips[trip]!.frozen; at <= stops.length; at++) {
              const other = without.with(trip, stops.toSpliced(at, 0, job))
              const isDriven = other.every(
                (own, index) => own.length === 0 || canDrive(problem, problem.trips[index]!, own),
              )
              if (isDriven) expect(whole(problem, other)).toBeGreaterThanOrEqual(cost)
            }
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  test('can be driven as well if time is over on the way to it, and then nothing more is looked at', () => {
    fc.assert(
      fc.property(problems({ jobs: 40, trips: 6 }), fc.integer({ min: 0, max: 60 }), (problem, patience) => {
        let asked = 0
        const { tours, trips } = improved(problem, () => ++asked > patience)
        expect(asked).toBeLessThanOrEqual(patience + 1)
        expect(tours.cost).toBe(whole(problem, trips))
        expect(tours.cost).toBeLessThanOrEqual(whole(problem, given(problem)))
        if (patience === 0) expect(trips).toEqual(given(problem))
      }),
    )
  })

  test('is the same each time', () => {
    fc.assert(
      fc.property(problems({ jobs: 30, trips: 6 }), (problem) => {
        expect(improved(problem).trips).toEqual(improved(problem).trips)
      }),
      { numRuns: 30 },
    )
  })
})

/** Places on a plane, the depot first; vehicles carry `capacity` of loads of one. */
const planned = (places: readonly (readonly [number, number])[], capacity: number, trips: readonly number[][]) => {
  const durations = Int32Array.from({ length: places.length ** 2 }, (_, index) => {
    const [from, to] = [places[Math.floor(index / places.length)]!, places[index % places.length]!]
    return Math.round(1000 * Math.hypot(from[0] - to[0], from[1] - to[1]))
  })
  return improved({
    matrix: { places: places.length, durations, costs: durations },
    jobs: places.slice(1).map((_, index) => ({ place: index + 1, opens: 0, closes: 1e6, service: 0, load: [1] })),
    trips: trips.map((stops) => ({
      ...{ from: 0, to: 0, starts: 0, ends: 1e6, capacity: [capacity], breaks: [], frozen: 0, closed: false },
      stops,
    })),
  }).trips
}

describe('moves that one stop alone could not make', () => {
  test('full trips exchange stops', () => {
    const places = [-9, 9].flatMap((x) => [1, 2].map((y) => [x, y] as const))
    const trips = planned([[0, 0], ...places], 2, [
      [0, 3],
      [2, 1],
    ])
    expect(trips.map((stops) => stops.toSorted()).sort()).toEqual([
      [0, 1],
      [2, 3],
    ])
  })

  test('full trips that cross change their ends', () => {
    const places = [-3, 3].flatMap((x) => [5, 9, 12, 15].map((y) => [x, y] as const))
    const trips = planned([[0, 0], ...places], 4, [
      [0, 5, 6, 7],
      [4, 1, 2, 3],
    ])
    expect(trips.map((stops) => stops.toSorted()).sort()).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ])
  })
})
