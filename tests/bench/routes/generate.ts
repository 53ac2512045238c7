import { Random } from '../../../functions/delivery/domain/planner/random.ts'
import type { Instance } from './instance.ts'

/** As Solomon named them: customers in clusters, anywhere, or both; 1: short days and small vehicles, 2: long and large. */
export const kinds = ['C1', 'R1', 'RC1', 'C2', 'R2', 'RC2'] as const
export type Kind = (typeof kinds)[number]

export interface Generated extends Instance {
  /** A way to serve all, from which the windows were made; what is found should not cost more. Depot: 0. */
  known: number[][]
}

type Point = { x: number; y: number }
const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y)

const scatter = (kind: Kind, count: number, side: number, random: Random): Point[] => {
  const anywhere = () => ({ x: random.below(side), y: random.below(side) })
  const clusters = Array.from({ length: Math.max(2, Math.round(count / 12)) }, anywhere)
  return Array.from({ length: count }, (_, index) => {
    if (kind.startsWith('R') && !(kind.startsWith('RC') && index % 2 === 0)) return anywhere()
    const { x, y } = clusters[index % clusters.length]!
    return { x: x + random.below(9) - 4, y: y + random.below(9) - 4 }
  })
}

/**
 * An instance like Solomon's. Customers are visited by whoever is nearest next, as long as load and day allow it; each
 * window lies around the time of that visit, so all can be served.
 */
export const generateInstance = (kind: Kind, count: number, seed: number): Generated => {
  const random = new Random(seed)
  const side = Math.round(70 * Math.sqrt(Math.max(1, count / 100)))
  const depot = { x: side / 2, y: side / 2 }
  const long = kind.endsWith('2')
  const service = kind.startsWith('C') ? 90 : 10
  const dayEnd = Math.round((long ? 4 : 1) * (side * 2 + 10 * service + 100))
  const capacity = long ? 1000 : 200
  const points = [depot, ...scatter(kind, count, side, random)]
  const demands = points.map((_, index) => (index === 0 ? 0 : 5 + random.below(30)))
  const visits = points.map(() => 0)
  const known: number[][] = []
  const left = new Set([...points.keys()].slice(1))
  while (left.size > 0) {
    const route: number[] = []
    let here = 0
    let clock = 0
    let load = 0
    for (;;) {
      const nearest = [...left].sort(
        (a, b) => distance(points[here]!, points[a]!) - distance(points[here]!, points[b]!),
      )
      // Distances are cut off, never made longer, so what fits here fits there.
      const next = nearest.find((stop) => {
        const arrives = clock + distance(points[here]!, points[stop]!)
        return load + demands[stop]! <= capacity && arrives + service + distance(points[stop]!, depot) <= dayEnd
      })
      if (next === undefined) break
      clock += distance(points[here]!, points[next]!)
      visits[next] = clock
      clock += service
      load += demands[next]!
      left.delete(next)
      route.push(next)
      here = next
    }
    if (route.length === 0) throw new Error('a customer is out of reach')
    known.push(route)
  }
  const places = points.map(({ x, y }, index) => {
    if (index === 0) return { x, y, demand: 0, opens: 0, closes: dayEnd, service: 0 }
    const half = (10 + random.below(60)) * (long ? 3 : 1)
    const opens = Math.max(0, Math.floor(visits[index]! - half))
    const closes = Math.min(
      Math.ceil(visits[index]! + half),
      Math.floor(dayEnd - service - distance(points[index]!, depot)),
    )
    return { x, y, demand: demands[index]!, opens, closes: Math.max(closes, Math.ceil(visits[index]!)), service }
  })
  const vehicles = Math.max(known.length, Math.ceil(count / 4))
  return { name: `${kind}-${count}-${seed}`, vehicles, capacity, places, known }
}
