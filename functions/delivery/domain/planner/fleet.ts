import type { Trip } from './problem.ts'
import type { Tours } from './tours.ts'

/** Of trips without stops that are alike in all, one is enough to look at. */
export class Fleet {
  /** Trips with stops, so many. */
  readonly trips: Int32Array
  driven = 0
  /** The first trip without stops of each kind; -1 if there is none. */
  readonly free: Int32Array
  private readonly tours: Tours
  private readonly kind: Int32Array

  constructor(tours: Tours, trips: readonly Trip[]) {
    this.tours = tours
    this.trips = new Int32Array(trips.length)
    const kinds = new Map<string, number>()
    this.kind = Int32Array.from(trips, ({ from, to, starts, ends, capacity, breaks }) => {
      const likeness = JSON.stringify([from, to, starts, ends, capacity, breaks])
      const kind = kinds.get(likeness) ?? kinds.size
      kinds.set(likeness, kind)
      return kind
    })
    this.free = new Int32Array(kinds.size)
    this.refresh()
  }

  /** To be called after trips have got their first stop or lost their last, other than by `open`. */
  refresh(): void {
    const { size, anchor } = this.tours
    this.driven = 0
    this.free.fill(-1)
    for (let trip = 0; trip < size.length; trip++) {
      const kind = this.kind[trip]!
      if (size[trip]! > 0) this.trips[this.driven++] = trip
      else if (this.free[kind] === -1 && anchor[trip]! >= 0) this.free[kind] = trip
    }
  }

  /** A trip without stops gets its first. */
  open(trip: number): void {
    const { size, anchor } = this.tours
    this.trips[this.driven++] = trip
    const kind = this.kind[trip]!
    let other = trip + 1
    while (other < size.length && !(this.kind[other] === kind && size[other] === 0 && anchor[other]! >= 0)) other++
    this.free[kind] = other < size.length ? other : -1
  }
}
