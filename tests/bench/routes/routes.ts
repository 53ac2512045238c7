import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { planFaults } from '../../../functions/delivery/domain/feasibility.ts'
import type { Candidate } from '../../../functions/delivery/domain/insertion.ts'
import { localSearch } from '../../../functions/delivery/domain/planner/local-search.ts'
import { reoptimise } from '../../../functions/delivery/domain/planner/reoptimise.ts'
import { timesOf } from '../../../functions/delivery/domain/planner/timetable.ts'
import { considerateInsertion, DayRoom, mostPromised } from '../../../functions/delivery/domain/room.ts'
import { cityTravelTimes } from '../../../functions/delivery/domain/travel-times.ts'
import { percentile } from '../measure/statistics.ts'
import { table } from '../measure/table.ts'
import { cityStops, cityTrips } from './city-day.ts'
import { cpuClock } from './cpu-clock.ts'
import { type Folder, type Known, readFolder } from './folder.ts'
import { generateInstance, kinds } from './generate.ts'
import { problemOf, tenths } from './instance.ts'

export interface RouteBench {
  /** Instances to plan; without, some are generated. */
  folder?: string
  seed: number
  /** CPU time for each instance; without, 10 s for up to 100 customers, else 30 s. */
  seconds?: number
}

const generated = (seed: number): Folder => ({
  others: [],
  instances: kinds.flatMap((kind) =>
    [100, 400].map((count) => {
      const instance = generateInstance(kind, count, seed)
      const { matrix } = problemOf(instance)
      const costs = instance.known.flatMap((route) =>
        [...route, 0].map((place, index) => matrix.costs[(route[index - 1] ?? 0) * matrix.places + place]!),
      )
      return { instance, reference: costs.reduce((sum, cost) => sum + cost, 0) / tenths }
    }),
  ),
})

const planInstance = ({ instance, reference }: Known, { seed, seconds }: RouteBench): (string | number)[] => {
  const problem = problemOf(instance)
  const budget = seconds ?? (problem.jobs.length <= 100 ? 10 : 30)
  const used = cpuClock()
  const plan = reoptimise(problem, {
    seed,
    iterations: Number.POSITIVE_INFINITY,
    localSearch,
    progress: () => used() / budget,
  })
  const cpuSeconds = used()
  const times = problem.trips.map((trip, index) => timesOf(problem, trip, plan.trips[index]!))
  const faults = planFaults(problem, plan, times)
  if (faults.length > 0) throw new Error(`${instance.name}: ${faults.join(', ')}`)
  const distance = plan.cost / tenths
  return [
    instance.name,
    problem.jobs.length,
    distance.toFixed(1),
    plan.trips.filter(({ length }) => length > 0).length,
    plan.unassigned.length,
    reference?.toFixed(1) ?? '–',
    reference ? `${((distance / reference - 1) * 100).toFixed(2)} %` : '–',
    cpuSeconds,
    Math.round(process.resourceUsage().maxRSS / 1024),
  ]
}

const underway = 500
const inserted = 200

/**
 * The time of one insertion each, as the shop does it: travel times, all trips, the new timetable, and a look whether all
 * others that are promised keep a place. As there, what is known of the day stays from one to the next; the first looks at
 * all of it.
 */
const insertionTimes = (seed: number, promised: number): number[] => {
  const day = cityStops(underway + inserted + promised, seed)
  const others = day.splice(0, promised)
  const room = new DayRoom(cityTravelTimes)
  const trips: Candidate[] = cityTrips(30).map((trip) => ({ ...trip, stops: [] }))
  const times: number[] = []
  for (const [index, stop] of day.entries()) {
    const used = cpuClock()
    const found = considerateInsertion(stop, trips, index >= underway ? others : [], cityTravelTimes, room)
    if (index >= underway) times.push(used() * 1000)
    if (found) trips[trips.indexOf(found.candidate)] = { ...found.candidate, stops: found.stops }
  }
  return times
}

const benchInsertion = (seed: number): void => {
  const rows = [0, mostPromised].map((promised) => {
    const times = insertionTimes(seed, promised)
    return [underway, promised, inserted, ...[0.5, 0.95, 1].map((share) => percentile(times, share))]
  })
  console.log(table(['stops', 'promised besides', 'insertions', 'CPU ms p50', 'p95', 'most'], rows))
}

const benchThousand = (seed: number): void => {
  const program = fileURLToPath(new URL('thousand.ts', import.meta.url))
  const answer = execFileSync(process.execPath, [program, '1000', '40', '30', `${seed}`], { encoding: 'utf8' })
  const done = JSON.parse(answer) as Record<string, number>
  console.log(
    table(
      ['stops', 'trips', 'left out', 'hours driven', 'first plan s', 'CPU s', 'MB at most'],
      [
        [
          1000,
          done.trips!,
          done.unassigned!,
          done.drivingHours!,
          done.firstPlanSeconds!,
          done.cpuSeconds!,
          done.megabytes!,
        ],
      ],
    ),
  )
}

/** How near to the best known plans the planner comes, and how fast it is. Every plan passes the independent checker. */
export const benchRoutes = async (options: RouteBench): Promise<void> => {
  // First, for whoever has mistyped its name.
  const { instances, others } = options.folder ? readFolder(options.folder) : generated(options.seed)
  for (const file of others) console.log(`  ${file} is no instance of the VRPTW, and left out\n`)
  console.log('  one stop more\n')
  benchInsertion(options.seed)
  console.log('\n  a thousand stops in the demo town, 40 couriers, each with a break\n')
  benchThousand(options.seed)
  console.log(
    options.folder
      ? '\n  instances; the reference is the best known\n'
      : '\n  generated instances; the reference is the plan they were made from, which is not good\n',
  )
  const rows = instances.map((known) => planInstance(known, options))
  console.log(
    table(['instance', 'stops', 'distance', 'routes', 'left out', 'reference', 'gap', 'CPU s', 'MB till then'], rows),
  )
}
