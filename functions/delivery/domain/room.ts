import { cheapestInsertion, type Insertion } from './insertion.ts'
import { nowhere } from './planner/scan.ts'
import type { TripWithStops } from './shop-problem.ts'
import type { PlannedStop } from './timetable.ts'
import type { TravelTimes } from './travel-times.ts'
import { TripRoom } from './trip-room.ts'

/** More places than this that are promised and in no trip yet are not reckoned one by one: until some are, no other is promised. */
export const mostPromised = 200

/**
 * A day's trips with a place in them for all that is promised: that there is one shows that everything can be kept. It follows
 * what changes: trips and promises that are the same objects as before stay as they are, and only the others are looked for
 * a place anew, each where it costs least. Before anybody is refused, all promises are put in anew, in the order in which
 * they were made, for after many changes they may lie worse than need be.
 */
export class DayRoom {
  private readonly travel: TravelTimes
  private trips: readonly TripWithStops[] = []
  private rooms = new Map<TripWithStops, TripRoom>()
  private placeOf = new Map<PlannedStop, TripRoom | undefined>()
  /** All lie as if they had been put in just now. */
  private isInOrder = true

  constructor(travel: TravelTimes) {
    this.travel = travel
  }

  /** The day as it is: its trips, of equals the first is preferred, and what is promised and in none of them, the first came first. */
  update(trips: readonly TripWithStops[], promised: readonly PlannedStop[]): void {
    const kept = this.follow(trips)
    const placeBefore = this.placeOf
    this.placeOf = new Map()
    for (const stop of promised) {
      const place = placeBefore.get(stop)
      placeBefore.delete(stop)
      this.placeOf.set(stop, place && kept?.has(place) === false ? undefined : place)
    }
    for (const place of placeBefore) place[1]?.remove(place[0])
    if (placeBefore.size > 0) this.isInOrder = false
    this.putLoose()
    if (this.left > 0) this.putInOrder()
  }

  /** Answers the rooms there are if that are others now. */
  private follow(trips: readonly TripWithStops[]): Set<TripRoom> | undefined {
    if (trips === this.trips) return undefined
    this.trips = trips
    const before = this.rooms
    this.rooms = new Map(trips.map((trip) => [trip, before.get(trip) ?? new TripRoom(trip, this.travel)]))
    if (before.size > 0) this.isInOrder = false
    return new Set(this.rooms.values())
  }

  /** How many of the promised no trip can take. */
  get left(): number {
    let left = 0
    for (const place of this.placeOf.values()) if (!place) left++
    return left
  }

  /** The trips with all that has a place in them. */
  get planned(): TripWithStops[] {
    return [...this.rooms].map(([trip, { stops }]) => ({ ...trip, stops }))
  }

  /** Whether a trip can take this stop as well, with all else kept. */
  takes(stop: PlannedStop): boolean {
    if (this.hasPlaceFor(stop)) return true
    return this.putInOrder() && this.hasPlaceFor(stop)
  }

  /** False if that is how they lie already. */
  private putInOrder(): boolean {
    if (this.isInOrder) return false
    for (const [stop, place] of this.placeOf) {
      place?.remove(stop)
      this.placeOf.set(stop, undefined)
    }
    this.putLoose()
    this.isInOrder = true
    return true
  }

  private putLoose(): void {
    for (const [stop, place] of this.placeOf) if (!place) this.placeOf.set(stop, this.put(stop))
  }

  private *unlike(): Generator<TripRoom> {
    const kinds = new Set<string>()
    for (const room of this.rooms.values()) {
      const { kind } = room
      if (kind !== undefined && kinds.has(kind)) continue
      if (kind !== undefined) kinds.add(kind)
      yield room
    }
  }

  /** Puts a stop where it costs least. */
  private put(stop: PlannedStop): TripRoom | undefined {
    let best: TripRoom | undefined
    let least = nowhere
    for (const room of this.unlike()) {
      const cost = room.detourFor(stop)?.cost ?? nowhere
      if (cost >= least) continue
      best = room
      least = cost
    }
    best?.put(stop)
    return best
  }

  private hasPlaceFor(stop: PlannedStop): boolean {
    for (const room of this.unlike()) if (room.detourFor(stop)) return true
    return false
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
  const day = new DayRoom(travel)
  day.update(trips, promised)
  return { left: day.left, takes: wished.map((stop) => day.takes(stop)) }
}

/** More places for one stop are not compared: they cost more and more driving. */
const mostCompared = 3

/**
 * The place that costs least of those after which all others that are promised still have one; if there is none, the
 * best of a few. Undefined if no trip can take the stop.
 * @param day of the same day, if one is kept: only what has changed since is reckoned then
 */
export const considerateInsertion = <C extends TripWithStops>(
  stop: PlannedStop,
  trips: readonly C[],
  others: readonly PlannedStop[],
  travel: TravelTimes,
  day = new DayRoom(travel),
): Insertion<C> | undefined => {
  const cheapest = cheapestInsertion(stop, trips, travel)
  if (!cheapest || others.length === 0) return cheapest
  const leftOf = (all: readonly TripWithStops[]): number => {
    day.update(all, others)
    return day.left
  }
  const leftWith = ({ candidate, stops }: Insertion<C>): number =>
    leftOf(trips.map((trip) => (trip === candidate ? { ...trip, stops } : trip)))
  let best = { insertion: cheapest, left: leftWith(cheapest) }
  if (best.left === 0) return cheapest
  const leftAnyway = leftOf(trips)
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
