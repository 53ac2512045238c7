import type { Problem } from './problem.ts'
import type { Random } from './random.ts'

/** How often each order is taken, as in Christiaens & Vanden Berghe, section 5.4. */
const shares = { random: 4, demand: 4, far: 2, near: 1, tight: 2, early: 2, late: 2 } as const
type Order = keyof typeof shares
const names = Object.keys(shares) as Order[]
const whole = names.reduce((sum, name) => sum + shares[name], 0)

/** Orders in which jobs are put into trips: each time another one, the less the number the earlier the job. */
export const insertionOrders = ({ jobs, trips, matrix }: Problem, random: Random): (() => Float64Array) => {
  const depots = [...new Set(trips.map(({ from }) => from))]
  const far = jobs.map(({ place }) => Math.min(...depots.map((depot) => matrix.costs[depot * matrix.places + place]!)))
  const keys: Record<Exclude<Order, 'random'>, (index: number) => number> = {
    demand: (job) => -jobs[job]!.load.reduce((sum, load) => sum + load, 0),
    far: (job) => -far[job]!,
    near: (job) => far[job]!,
    tight: (job) => jobs[job]!.closes - jobs[job]!.opens,
    early: (job) => jobs[job]!.opens,
    late: (job) => -jobs[job]!.closes,
  }
  const fixed = names.map((name) =>
    name === 'random' ? new Float64Array(jobs.length) : Float64Array.from(jobs.keys(), keys[name]),
  )
  const drawn = names.flatMap((name, index) => Array.from({ length: shares[name] }, () => index))
  return () => {
    const index = drawn[random.below(whole)]!
    const order = fixed[index]!
    if (names[index] === 'random') for (let job = 0; job < order.length; job++) order[job] = random.fraction()
    return order
  }
}
