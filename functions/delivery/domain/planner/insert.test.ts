import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canDrive, costOf } from './exhaustive.ts'
import { insertJob } from './insert.ts'
import type { Problem, Trip } from './problem.ts'
import { randomProblem } from './random-problem.ts'
import { timesOf } from './timetable.ts'

const underway = fc
  .record({
    seed: fc.integer(),
    jobs: fc.integer({ min: 1, max: 20 }),
    trips: fc.integer({ min: 0, max: 4 }),
    breaks: fc.integer({ min: 0, max: 2 }),
  })
  .map((shape) => randomProblem({ ...shape, underway: true }))

test('a stop goes where it costs least of all places that can take it, breaks moved as needed', () => {
  fc.assert(
    fc.property(underway, (problem) => {
      const job = problem.jobs.length - 1
      fc.pre(problem.trips.every(({ stops }) => !stops.includes(job)))
      const costs = problem.trips.flatMap((trip) => {
        const first = trip.closed ? trip.stops.length + 1 : trip.frozen
        return Array.from({ length: Math.max(0, trip.stops.length + 1 - first) }, (_, offset) =>
          trip.stops.toSpliced(first + offset, 0, job),
        )
          .filter((stops) => canDrive(problem, trip, stops))
          .map((stops) => costOf(problem, trip, stops) - costOf(problem, trip, trip.stops))
      })
      const found = insertJob(problem, job)
      expect(found?.cost).toBe(costs.length > 0 ? Math.min(...costs) : undefined)
      if (found) expect(canDrive(problem, problem.trips[found.trip]!, found.stops)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

// On a line: place 0 is the depot, place n is n × 10 away.
const line = 11
const durations = Int32Array.from(
  { length: line ** 2 },
  (_, index) => Math.abs(Math.floor(index / line) - (index % line)) * 10,
)
const at = (place: number, opens = 0, closes = 1000) => ({ place, opens, closes, service: 5, load: [1] })
const trip = (stops: number[], more: Partial<Trip> = {}): Trip => ({
  from: 0,
  to: 0,
  starts: 0,
  ends: 1000,
  capacity: [10],
  breaks: [],
  stops,
  frozen: 0,
  closed: false,
  ...more,
})
const problem = (jobs: Problem['jobs'], trips: Trip[]): Problem => ({
  matrix: { places: line, durations, costs: durations },
  jobs,
  trips,
})

describe('a break', () => {
  const breaks = [{ opens: 50, closes: 60, duration: 30 }]

  test('is taken between stops, and those after it are later for it', () => {
    const noon = problem([at(2), at(3), at(4)], [trip([0, 1, 2], { breaks })])
    expect(timesOf(noon, noon.trips[0]!, [0, 1, 2])).toMatchObject({
      begins: [20, 35, 50],
      breaks: [{ begins: 55, afterStops: 3 }],
      returns: 125,
      kept: true,
    })
  })

  test('is waited for where driving on would make it too late', () => {
    const far = problem([at(2), at(8)], [trip([0, 1], { breaks })])
    expect(timesOf(far, far.trips[0]!, [0, 1])).toMatchObject({
      begins: [20, 140],
      breaks: [{ begins: 50, afterStops: 1 }],
      kept: true,
    })
  })

  test('can be taken back at the depot while the shift lasts', () => {
    const early = problem([at(1)], [trip([0], { breaks })])
    expect(timesOf(early, early.trips[0]!, [0])).toMatchObject({ begins: [10], returns: 80, kept: true })
    const short = { ...early.trips[0]!, ends: 79 }
    expect(timesOf(early, short, [0]).kept).toBe(false)
  })

  test('is no place for a stop whose window it takes', () => {
    const busy = problem([at(2), at(5, 65, 75)], [trip([0], { breaks })])
    expect(insertJob(busy, 1)).toBeUndefined()
    expect(insertJob(problem(busy.jobs, [trip([0])]), 1)).toMatchObject({ cost: 60 })
  })
})

describe('of several depots', () => {
  const two = [trip([]), trip([], { from: 10, to: 10 })]

  test('the nearer one brings it', () => {
    expect(insertJob(problem([at(3)], two), 0)).toMatchObject({ trip: 0, cost: 60 })
    expect(insertJob(problem([at(7)], two), 0)).toMatchObject({ trip: 1, cost: 60 })
  })

  test('a trip may begin at one and end at another', () => {
    expect(insertJob(problem([at(7)], [trip([]), trip([], { to: 10 })]), 0)).toMatchObject({ trip: 1, cost: 0 })
  })
})

describe('a trip under way', () => {
  test('takes a stop only behind what is fixed', () => {
    const jobs = [at(5), at(8), at(2)]
    expect(insertJob(problem(jobs, [trip([0, 1], { frozen: 1 })]), 2)?.stops).toEqual([0, 1, 2])
    expect(insertJob(problem(jobs, [trip([0, 1])]), 2)?.stops).toEqual([2, 0, 1])
  })

  test('takes none once it is closed', () => {
    expect(insertJob(problem([at(5), at(8)], [trip([0], { closed: true })]), 1)).toBeUndefined()
  })
})
