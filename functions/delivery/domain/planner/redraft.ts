import { afterBreak, never } from './breaks.ts'
import type { Tours } from './tours.ts'

/** Two pieces trade places with a third between them: more is never put together. */
const mostPieces = 3

/**
 * A trip as it might be: its beginning up to a node, pieces of trips, and the end of a trip from a node on. Whether that
 * can be driven is told from the pieces alone, since beginning and end know how early and how late they can be. One of
 * these serves many looks, since there are too many to allocate for.
 */
export class Redraft {
  trip = -1
  private keep = -1
  private from = -1
  private count = 0
  private readonly first = new Int32Array(mostPieces)
  private readonly last = new Int32Array(mostPieces)
  private readonly tours: Tours
  /** When the last node of the pieces is left, with so many breaks taken. */
  private readonly leaves: Int32Array

  constructor(tours: Tours) {
    this.tours = tours
    this.leaves = new Int32Array(tours.breakStates)
  }

  /** Up to `keep` as it is, and from `from` on as that goes on. */
  begin(trip: number, keep: number, from: number): void {
    this.trip = trip
    this.keep = keep
    this.from = from
    this.count = 0
  }

  /** The next piece between beginning and end: neighbouring stops of a trip. */
  add(first: number, last: number): void {
    this.first[this.count] = first
    this.last[this.count++] = last
  }

  /** All windows, breaks, the shift's end and the load are kept. A trip without stops isn't driven. */
  isKept(): boolean {
    const { tours } = this
    if (this.count === 0 && this.keep >= tours.jobs && this.from >= tours.jobs) return true
    return (tours.breaks[this.trip]!.length > 0 ? this.isInTimeWithBreaks() : this.isInTime()) && this.isCarried()
  }

  /** All its stops, in order. */
  stops(): number[] {
    const { tours, keep, from } = this
    const stops: number[] = []
    const take = (first: number, until: number) => {
      for (let node = first; node !== until; node = tours.next[node]!) stops.push(node)
    }
    take(tours.next[tours.start(this.trip)]!, tours.next[keep]!)
    for (let piece = 0; piece < this.count; piece++) take(this.first[piece]!, tours.next[this.last[piece]!]!)
    for (let node = from; node < tours.jobs; node = tours.next[node]!) stops.push(node)
    return stops
  }

  private isInTime(): boolean {
    const { next, row, column, durations, opens, closes, service, ready, latest } = this.tours
    let before = this.keep
    let leaves = ready[before]!
    for (let piece = 0; piece < this.count; piece++)
      for (let node = this.first[piece]!; ; node = next[node]!) {
        let at = leaves + durations[row[before]! + column[node]!]!
        if (at < opens[node]!) at = opens[node]!
        if (at > closes[node]!) return false
        leaves = at + service[node]!
        before = node
        if (node === this.last[piece]) break
      }
    return leaves + durations[row[before]! + column[this.from]!]! <= latest[this.from]!
  }

  private isInTimeWithBreaks(): boolean {
    const { next, row, column, durations, opens, closes, service, readyAfter, latestAfter, breakStates } = this.tours
    const breaks = this.tours.breaks[this.trip]!
    const { leaves } = this
    let before = this.keep
    for (let taken = 0; taken <= breaks.length; taken++) leaves[taken] = readyAfter[before * breakStates + taken]!
    for (let piece = 0; piece < this.count; piece++)
      for (let node = this.first[piece]!; ; node = next[node]!) {
        const leg = durations[row[before]! + column[node]!]!
        for (let taken = 0; taken <= breaks.length; taken++) {
          const at = Math.max(leaves[taken]! + leg, opens[node]!)
          const served = at > closes[node]! ? never : at + service[node]!
          const rested = taken > 0 ? afterBreak(breaks[taken - 1]!, leaves[taken - 1]!) : never
          leaves[taken] = Math.min(served, rested)
        }
        before = node
        if (node === this.last[piece]) break
      }
    const leg = durations[row[before]! + column[this.from]!]!
    for (let taken = 0; taken <= breaks.length; taken++)
      if (leaves[taken]! < never && leaves[taken]! + leg <= latestAfter[this.from * breakStates + taken]!) return true
    return false
  }

  private isCarried(): boolean {
    const { kinds, demand, capacity } = this.tours
    const stops = this.stops()
    for (let kind = 0; kind < kinds; kind++) {
      let load = 0
      for (const job of stops) load += demand[job * kinds + kind]!
      if (load > capacity[this.trip * kinds + kind]!) return false
    }
    return true
  }
}
