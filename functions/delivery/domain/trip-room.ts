import { excuse } from './planner/excuse.ts'
import { nowhere, type Place, scan } from './planner/scan.ts'
import { Tours } from './planner/tours.ts'
import { type ShopProblem, shopProblem, type TripWithStops } from './shop-problem.ts'
import type { PlannedStop } from './timetable.ts'
import type { TravelTimes } from './travel-times.ts'

/** Where one more stop costs least in a trip: how much, in milliseconds of driving, and behind which of the planner's nodes. */
export type Detour = Place

/** So many stops can be put into a trip before its numbers are built anew. */
const spareJobs = 6

/** The planner's numbers of a trip, with a few jobs that are in no trip. */
interface Numbers {
  shop: ShopProblem
  tours: Tours
  /** Jobs that are no stop yet; the last one is asked with. */
  spare: number[]
}

/**
 * A trip, and what is promised on top of its stops. A spare job of its numbers becomes whichever stop is asked about, and
 * stays it if that is put in: so nothing is built to answer.
 */
export class TripRoom {
  private readonly trip: TripWithStops
  private readonly travel: TravelTimes
  private numbers: Numbers | undefined
  private readonly jobOf = new Map<PlannedStop, number>()
  private readonly found: Place = { cost: nowhere, behind: -1 }
  /** What an empty trip is alike. */
  private readonly emptyKind: string | undefined

  constructor(trip: TripWithStops, travel: TravelTimes) {
    this.trip = trip
    this.travel = travel
    const { depot, startMs, endMs, capacityGrams, speedFactor, rests, stops } = trip
    if (stops.length === 0)
      this.emptyKind = JSON.stringify([depot.lat, depot.lon, startMs, endMs, capacityGrams, speedFactor, rests])
  }

  /** Trips of one kind answer the same; undefined: this one is like no other. */
  get kind(): string | undefined {
    return this.jobOf.size === 0 ? this.emptyKind : undefined
  }

  /** All in order, what is promised among them. */
  get stops(): PlannedStop[] {
    const { shop, tours } = this.built()
    const promised = new Map([...this.jobOf].map(([stop, job]) => [job, stop]))
    return tours.stopsOf(0).map((job) => promised.get(job) ?? shop.stops[job]!)
  }

  /** The least detour for a stop, of equals the first; undefined if it has no place here. */
  detourFor(stop: PlannedStop): Detour | undefined {
    const { tours, spare } = this.built()
    const job = spare.at(-1)!
    this.become(job, stop)
    scan(tours, job, 0, -1, this.found)
    return this.found.behind < 0 ? undefined : { ...this.found }
  }

  /** Puts a stop where it costs least; it must have a place. */
  put(stop: PlannedStop): void {
    const detour = this.detourFor(stop)
    if (!detour) throw new Error('no place for the stop')
    const { tours, spare } = this.built()
    const job = spare.pop()!
    tours.insert(job, detour.behind)
    this.jobOf.set(stop, job)
    if (spare.length === 0) this.rebuild()
  }

  remove(stop: PlannedStop): void {
    const job = this.jobOf.get(stop)
    if (job === undefined) return
    const { tours, spare, shop } = this.built()
    this.jobOf.delete(stop)
    // Its neighbours become each other's.
    const [before, after] = [tours.column[tours.prev[job]!]!, tours.column[tours.next[job]!]!]
    this.write(before, after, shop.legMs(shop.locations[before]!, shop.locations[after]!))
    tours.remove(job)
    tours.reckon(0)
    spare.push(job)
  }

  private built(): Numbers {
    this.numbers ??= this.build(this.trip.stops)
    return this.numbers
  }

  private rebuild(): void {
    const { stops } = this
    this.numbers = this.build(stops)
    for (const [index, stop] of stops.entries()) if (this.jobOf.has(stop)) this.jobOf.set(stop, index)
  }

  private build(stops: readonly PlannedStop[]): Numbers {
    const { depot: location, startMs: windowStartMs, endMs: windowEndMs } = this.trip
    const nobody = { deliveryId: '', location, windowStartMs, windowEndMs, serviceMs: 0, weightGrams: 0 }
    const spare = Array.from({ length: spareJobs }, () => nobody)
    const shop = shopProblem([{ ...this.trip, stops }], spare, this.travel, 'present')
    const tours = new Tours(excuse(shop.problem), false)
    return { shop, tours, spare: spare.map((_, index) => stops.length + index) }
  }

  private become(job: number, { location, windowStartMs, windowEndMs, serviceMs, weightGrams }: PlannedStop): void {
    const { tours, shop } = this.built()
    const { locations, legMs, sinceEpoch } = shop
    tours.opens[job] = sinceEpoch(windowStartMs)
    tours.closes[job] = sinceEpoch(windowEndMs)
    tours.service[job] = serviceMs
    tours.demand[job * tours.kinds] = weightGrams
    locations[job] = location
    for (const [place, there] of locations.entries()) {
      // At the other spare ones there is nobody.
      if (place < tours.jobs && tours.tripOf[place]! < 0) continue
      this.write(place, job, legMs(there, location))
      this.write(job, place, legMs(location, there))
    }
  }

  private write(from: number, to: number, durationMs: number): void {
    const { tours, shop } = this.built()
    const places = shop.locations.length
    tours.durations[from * places + to] = durationMs
    tours.durationsTo[to * places + from] = durationMs
  }
}
