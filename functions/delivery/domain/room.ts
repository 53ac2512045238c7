import { cheapestInsertion, type Insertion } from './insertion.ts'
import { partsOf } from './parts.ts'
import { excuse } from './planner/excuse.ts'
import { nowhere, scan } from './planner/scan.ts'
import { Tours } from './planner/tours.ts'
import { shopProblem, type TripWithStops } from './shop-problem.ts'
import type { PlannedStop } from './timetable.ts'
import type { TravelTimes } from './travel-times.ts'

/** More places than this that are promised and in no trip yet are not reckoned one by one: until some are, no other is promised. */
export const mostPromised = 200
/** Stops in trips reckoned with together: a table of so many and of what is promised has a few megabytes. */
const mostTogether = 1_000

/** Some of a day's trips, and where in the planner's numbers those stops begin that are in none yet. */
interface Part {
  tours: Tours
  first: number
}

/** Trips that stops are put into one after another, each where it costs least: what a day will look like. */
class Day {
  private readonly parts: Part[]
  private readonly found = { cost: nowhere, behind: -1 }

  constructor(trips: readonly TripWithStops[], loose: readonly PlannedStop[], travel: TravelTimes) {
    this.parts = partsOf(trips, mostTogether).map((part) => {
      const { problem, stops } = shopProblem(part, loose, travel, 'present')
      return { tours: new Tours(excuse(problem)), first: stops.length - loose.length }
    })
  }

  /** Puts a stop where it costs least; false if it has no place. */
  put(index: number): boolean {
    const best = { part: this.parts[0], cost: nowhere, behind: -1 }
    for (const part of this.parts)
      for (let trip = 0; trip < part.tours.trips; trip++) {
        scan(part.tours, part.first + index, trip, -1, this.found)
        if (this.found.cost < best.cost) Object.assign(best, { part, ...this.found })
      }
    if (best.behind < 0 || !best.part) return false
    best.part.tours.insert(best.part.first + index, best.behind)
    return true
  }

  hasRoomFor(index: number): boolean {
    return this.parts.some(({ tours, first }) => {
      for (let trip = 0; trip < tours.trips; trip++) {
        scan(tours, first + index, trip, -1, this.found)
        if (this.found.behind >= 0) return true
      }
      return false
    })
  }
}

export interface Room {
  /** How many of the promised no trip can take. */
  left: number
  /** Of each of the wished, whether a trip can take it as well, with all else kept. */
  takes: boolean[]
}

/** What is left of a day's trips once all that is promised has its place, in the order in which it was promised. */
export const roomIn = (
  trips: readonly TripWithStops[],
  promised: readonly PlannedStop[],
  wished: readonly PlannedStop[],
  travel: TravelTimes,
): Room => {
  const day = new Day(trips, [...promised, ...wished], travel)
  const left = promised.filter((_, index) => !day.put(index)).length
  return { left, takes: wished.map((_, index) => day.hasRoomFor(promised.length + index)) }
}

/** More places for one stop are not compared: they cost more and more driving. */
const mostCompared = 3

/**
 * The place that costs least of those after which all others that are promised still have one; if there is none, the
 * best of a few. Undefined if no trip can take the stop.
 */
export const considerateInsertion = <C extends TripWithStops>(
  stop: PlannedStop,
  trips: readonly C[],
  others: readonly PlannedStop[],
  travel: TravelTimes,
): Insertion<C> | undefined => {
  const cheapest = cheapestInsertion(stop, trips, travel)
  if (!cheapest || others.length === 0) return cheapest
  const leftWith = ({ candidate, stops }: Insertion<C>): number => {
    const after = trips.map((trip) => (trip === candidate ? { ...trip, stops } : trip))
    return roomIn(after, others, [], travel).left
  }
  let best = { insertion: cheapest, left: leftWith(cheapest) }
  if (best.left === 0) return cheapest
  const leftAnyway = roomIn(trips, others, [], travel).left
  const looked = new Set([cheapest.candidate])
  while (best.left > leftAnyway && looked.size < mostCompared) {
    const next = cheapestInsertion(
      stop,
      trips.filter((trip) => !looked.has(trip)),
      travel,
    )
    if (!next) break
    looked.add(next.candidate)
    const left = leftWith(next)
    if (left < best.left) best = { insertion: next, left }
  }
  return best.insertion
}
