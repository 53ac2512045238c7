import type { Trip } from './problem.ts'
import type { Tours } from './tours.ts'

/** Of trips without stops that are alike in all, one is enough to look at. */
export class Fleet {
  /** Trips with stops, so many; those that lost their last since `refresh` are still among them. */
  readonly trips: Int32Array
  driven = 0
  /** The first trip without stops of each kind; -1 if there is none. */
  readonly free: Int32Array
  private readonly tours: Tours
  private readonly kind: Int32Array
  private readonly isListed: Uint8Array

  constructor(tours: Tours, trips: readonly Trip[]) {
    this.tours = tours
    this.trips = new Int32Array(trips.length)
    this.isListed = new Uint8Array(trips.length)
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
      this.isListed[trip] = size[trip]! > 0 ? 1 : 0
      if (this.isListed[trip]) this.trips[this.driven++] = trip
      else if (this.free[kind] === -1 && anchor[trip]! >= 0) this.free[kind] = trip
    }
  }

  /** A trip without stops gets its first. */
  open(trip: number): void {
    const { anchor } = this.tours
    this.trips[this.driven++] = trip
    this.isListed[trip] = 1
    const kind = this.kind[trip]!
    let other = trip + 1
    while (other < anchor.length && (this.kind[other] !== kind || this.isListed[other] || anchor[other]! < 0)) other++
    this.free[kind] = other < anchor.length ? other : -1
  }
}
