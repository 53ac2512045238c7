import type { Problem } from '../../../functions/delivery/domain/planner/problem.ts'

/** An instance of the VRPTW as Solomon wrote them down. */
export interface Instance {
  name: string
  vehicles: number
  capacity: number
  /** The depot first. */
  places: readonly { x: number; y: number; demand: number; opens: number; closes: number; service: number }[]
}

/** Distances have one decimal, cut off, as in the DIMACS challenge of 2021; so all numbers are tenths. */
export const tenths = 10

/** Undefined for text that is no instance. */
export const parseInstance = (text: string): Instance | undefined => {
  const lines = text.split('\n').map((line) => line.trim())
  const numbersOf = (line: string) => line.split(/\s+/).map(Number)
  const rows = lines
    .filter((line) => /^[\d.-]/.test(line))
    .map(numbersOf)
    .filter((row) => row.every(Number.isFinite))
  const [vehicles, capacity] = rows.find(({ length }) => length === 2) ?? []
  const places = rows
    .filter(({ length }) => length === 7)
    .map(([, x, y, demand, opens, closes, service]) => ({ x, y, demand, opens, closes, service }))
  const name = lines.find((line) => line !== '')
  if (!name || !vehicles || !capacity || places.length < 2) return undefined
  return { name, vehicles, capacity, places: places as Instance['places'] }
}

export const problemOf = ({ vehicles, capacity, places }: Instance): Problem => {
  const durations = Int32Array.from({ length: places.length ** 2 }, (_, index) => {
    const from = places[Math.floor(index / places.length)]!
    const to = places[index % places.length]!
    return Math.floor(Math.hypot(from.x - to.x, from.y - to.y) * tenths)
  })
  const [depot, ...customers] = places
  return {
    matrix: { places: places.length, durations, costs: durations },
    jobs: customers.map(({ demand, opens, closes, service }, index) => ({
      place: index + 1,
      opens: opens * tenths,
      closes: closes * tenths,
      service: service * tenths,
      load: [demand],
    })),
    trips: Array.from({ length: vehicles }, () => ({
      from: 0,
      to: 0,
      starts: depot!.opens * tenths,
      ends: depot!.closes * tenths,
      capacity: [capacity],
      breaks: [],
      stops: [],
      frozen: 0,
      closed: false,
    })),
  }
}
