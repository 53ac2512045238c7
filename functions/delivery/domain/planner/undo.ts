import type { Tours } from './tours.ts'

/** Remembers trips as they were before a change, and brings them back. */
export class Undo {
  private readonly tours: Tours
  private readonly numbers: Int32Array
  private readonly loads: Float64Array
  private readonly trips: Int32Array
  private readonly savedIn: Int32Array
  private round = 0
  private filled = 0
  private cost = 0
  /** Trips saved since `begin`. */
  count = 0

  constructor(tours: Tours) {
    this.tours = tours
    this.numbers = new Int32Array(4 * tours.jobs + 5 * tours.trips)
    this.loads = new Float64Array(tours.loads.length)
    this.trips = new Int32Array(tours.trips)
    this.savedIn = new Int32Array(tours.trips)
  }

  begin(): void {
    this.round++
    this.filled = 0
    this.count = 0
    this.cost = this.tours.cost
  }

  /** To be called before a trip is changed. */
  save(trip: number): void {
    if (this.savedIn[trip] === this.round) return
    this.savedIn[trip] = this.round
    const { next, ready, latest, legCost, kinds, loads, size, version } = this.tours
    const { numbers } = this
    for (let kind = 0; kind < kinds; kind++) this.loads[this.count * kinds + kind] = loads[trip * kinds + kind]!
    this.trips[this.count++] = trip
    let filled = this.filled
    const start = this.tours.start(trip)
    const end = this.tours.end(trip)
    numbers[filled++] = size[trip]!
    numbers[filled++] = version[trip]!
    numbers[filled++] = latest[start]!
    for (let node = next[start]!; node !== end; node = next[node]!) {
      numbers[filled++] = node
      numbers[filled++] = ready[node]!
      numbers[filled++] = latest[node]!
      numbers[filled++] = legCost[node]!
    }
    numbers[filled++] = ready[end]!
    numbers[filled++] = legCost[end]!
    this.filled = filled
  }

  saved(index: number): number {
    return this.trips[index]!
  }

  /** All saved trips are as they were. Jobs that were in none then have to be told so by the caller. */
  restore(): void {
    const { next, prev, ready, latest, legCost, tripOf, kinds, loads, size, version } = this.tours
    const { numbers } = this
    let at = 0
    for (let index = 0; index < this.count; index++) {
      const trip = this.trips[index]!
      for (let kind = 0; kind < kinds; kind++) loads[trip * kinds + kind] = this.loads[index * kinds + kind]!
      const start = this.tours.start(trip)
      const end = this.tours.end(trip)
      const stops = numbers[at++]!
      size[trip] = stops
      version[trip] = numbers[at++]!
      latest[start] = numbers[at++]!
      let before = start
      for (let stop = 0; stop < stops; stop++) {
        const node = numbers[at++]!
        next[before] = node
        prev[node] = before
        tripOf[node] = trip
        ready[node] = numbers[at++]!
        latest[node] = numbers[at++]!
        legCost[node] = numbers[at++]!
        before = node
      }
      next[before] = end
      prev[end] = before
      ready[end] = numbers[at++]!
      legCost[end] = numbers[at++]!
      if (this.tours.breaks[trip]!.length > 0) this.tours.reckon(trip)
    }
    this.tours.cost = this.cost
  }
}
