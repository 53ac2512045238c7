import type { Neighbours } from './neighbours.ts'
import { Redraft } from './redraft.ts'
import type { Tours } from './tours.ts'

/** So many of the nearest jobs are tried as neighbours of each. */
const nearest = 20
const longestMoved = 3
const longestExchanged = 2

class LocalSearch {
  private readonly tours: Tours
  private readonly neighbours: Neighbours
  private readonly one: Redraft
  private readonly other: Redraft
  /** Counts changes, so that a pair of trips is tried again only after one of them has changed. */
  private clock = 0
  private readonly testedAt: Int32Array
  private readonly changedAt: Int32Array
  private readonly seen: Int32Array

  constructor(tours: Tours, neighbours: Neighbours) {
    this.tours = tours
    this.neighbours = neighbours
    this.one = new Redraft(tours)
    this.other = new Redraft(tours)
    this.testedAt = new Int32Array(tours.jobs).fill(-1)
    this.changedAt = new Int32Array(tours.trips)
    this.seen = new Int32Array(tours.trips)
  }

  run(isOver: () => boolean): void {
    const { jobs, tripOf, movable, version } = this.tours
    this.clock++
    for (let trip = 0; trip < version.length; trip++)
      if (version[trip] !== this.seen[trip]) this.changedAt[trip] = this.clock
    for (let before = -1; before !== this.clock; ) {
      before = this.clock
      for (let job = 0; job < jobs; job++) {
        if (isOver()) return
        if (movable[job] === 1 && tripOf[job]! >= 0) this.tryNeighbours(job)
      }
    }
    this.seen.set(version)
  }

  private tryNeighbours(job: number): void {
    const { tripOf } = this.tours
    const { each, list } = this.neighbours
    const testedAt = this.testedAt[job]!
    this.testedAt[job] = this.clock
    for (let rank = 0; rank < nearest && rank < each; rank++) {
      const near = list[job * each + rank]!
      const trip = tripOf[near]!
      if (trip < 0 || Math.max(this.changedAt[tripOf[job]!]!, this.changedAt[trip]!) <= testedAt) continue
      if (!this.follow(near, job)) this.precede(job, near)
    }
  }

  /** A job, and what comes behind it, behind another. */
  private follow(near: number, job: number): boolean {
    const { next, prev, tripOf } = this.tours
    if (!this.isPlace(near) || prev[job] === near) return false
    if (tripOf[near] !== tripOf[job] && this.swapEnds(near, job)) return true
    let last = job
    for (let length = 1; length <= longestMoved; length++) {
      if (last === near) return false
      if (this.relocate(job, last, near)) return true
      if (length <= longestExchanged && this.exchangeBehind(near, job, last)) return true
      last = next[last]!
      if (!this.isMovable(last)) return false
    }
    return false
  }

  /** A job, and what comes before it, before another. */
  private precede(job: number, near: number): boolean {
    const { next, prev } = this.tours
    if (!this.isMovable(near) || next[job] === near) return false
    let first = job
    for (let length = 1; length <= longestMoved; length++) {
      if (first === near) return false
      if (this.relocate(first, job, prev[near]!)) return true
      first = prev[first]!
      if (!this.isMovable(first)) return false
    }
    return false
  }

  private relocate(first: number, last: number, behind: number): boolean {
    const { next, prev, tripOf } = this.tours
    const before = prev[first]!
    const after = next[last]!
    const then = next[behind]!
    if (behind === before || behind === last) return false
    const gain =
      this.legs(before, first, last, after, behind, then) - this.legs(before, after, behind, first, last, then)
    if (gain <= 0) return false
    const { one, other } = this
    const trip = tripOf[first]!
    if (trip !== tripOf[behind]) {
      one.begin(trip, before, after)
      other.begin(tripOf[behind]!, behind, then)
      other.add(first, last)
      return this.take(true)
    }
    if (this.comesLater(behind, last)) {
      one.begin(trip, before, then)
      one.add(after, behind)
      one.add(first, last)
    } else {
      one.begin(trip, behind, after)
      one.add(first, last)
      one.add(then, before)
    }
    return this.take(false)
  }

  /** Stops, the first of which is to come behind `near`, in place of one or more that follow that now. */
  private exchangeBehind(near: number, first: number, last: number): boolean {
    const { next } = this.tours
    const from = next[near]!
    let to = from
    for (let length = 1; length <= longestExchanged; length++) {
      // The two may neither overlap nor touch: that would be a move of one of them.
      if (!this.isMovable(to) || to === first || next[to] === first || next[last] === from) return false
      if (this.exchange(first, last, from, to)) return true
      to = next[to]!
    }
    return false
  }

  private exchange(first: number, last: number, from: number, to: number): boolean {
    const { next, prev, tripOf } = this.tours
    const before = prev[first]!
    const after = next[last]!
    const ahead = prev[from]!
    const behind = next[to]!
    const gain =
      this.legs(before, first, last, after, ahead, from) +
      this.leg(to, behind) -
      this.legs(before, from, to, after, ahead, first) -
      this.leg(last, behind)
    if (gain <= 0) return false
    const { one, other } = this
    const trip = tripOf[first]!
    if (trip !== tripOf[from]) {
      one.begin(trip, before, after)
      one.add(from, to)
      other.begin(tripOf[from]!, ahead, behind)
      other.add(first, last)
      return this.take(true)
    }
    if (this.comesLater(from, last)) {
      one.begin(trip, before, behind)
      one.add(from, to)
      one.add(after, ahead)
      one.add(first, last)
    } else {
      one.begin(trip, ahead, after)
      one.add(first, last)
      one.add(behind, before)
      one.add(from, to)
    }
    return this.take(false)
  }

  /** The end of a trip from a job on behind `near`, and what followed that where the job was. */
  private swapEnds(near: number, job: number): boolean {
    const { next, prev, tripOf } = this.tours
    const before = prev[job]!
    const then = next[near]!
    if (this.leg(before, job) + this.leg(near, then) <= this.leg(near, job) + this.leg(before, then)) return false
    const [here, there] = [tripOf[job]!, tripOf[near]!]
    if (!this.endAlike(here, there)) return false
    this.one.begin(here, before, then)
    this.other.begin(there, near, job)
    return this.take(true)
  }

  /** An end that can be kept in one trip by then can be in the other. */
  private endAlike(here: number, there: number): boolean {
    const { tours } = this
    const [end, other] = [tours.end(here), tours.end(there)]
    const [rests, others] = [tours.breaks[here]!, tours.breaks[there]!]
    return (
      tours.column[end] === tours.column[other] &&
      tours.closes[end] === tours.closes[other] &&
      tours.opens[end] === tours.opens[other] &&
      rests.length === others.length &&
      rests.every(
        ({ opens, closes, duration }, index) =>
          opens === others[index]!.opens && closes === others[index]!.closes && duration === others[index]!.duration,
      )
    )
  }

  /** Does what was drafted, if it can be driven. */
  private take(both: boolean): boolean {
    const { tours, one, other } = this
    if (!one.isKept() || (both && !other.isKept())) return false
    const drafts = (both ? [one, other] : [one]).map((draft) => ({ trip: draft.trip, stops: draft.stops() }))
    this.clock++
    for (const { trip } of drafts) {
      for (const job of tours.stopsOf(trip)) tours.remove(job)
      tours.reckon(trip)
      this.changedAt[trip] = this.clock
    }
    for (const { trip, stops } of drafts) for (const job of stops) tours.insert(job, tours.prev[tours.end(trip)]!)
    return true
  }

  private comesLater(node: number, than: number): boolean {
    const { next, jobs } = this.tours
    for (let later = next[than]!; later < jobs; later = next[later]!) if (later === node) return true
    return false
  }

  private isMovable(node: number): boolean {
    return node < this.tours.jobs && this.tours.movable[node] === 1
  }

  /** Jobs may be put in behind it. */
  private isPlace(node: number): boolean {
    return this.tours.movable[node] === 1 || this.tours.anchor[this.tours.tripOf[node]!] === node
  }

  private leg(from: number, to: number): number {
    return this.tours.costs[this.tours.row[from]! + this.tours.column[to]!]!
  }

  private legs(a: number, b: number, c: number, d: number, e: number, f: number): number {
    return this.leg(a, b) + this.leg(c, d) + this.leg(e, f)
  }
}

/**
 * Makes a plan better as long as one of these moves does: a stop or some in a row go elsewhere (or-opt), change places
 * with others (cross-exchange), or two trips change their ends (2-opt*), each so that a stop comes beside one near it
 * (Toth & Vigo 2003). Without chance: the same plan becomes the same. Every step can be driven, and costs less, so that it may
 * end between any two, as `isOver` says.
 */
export const localSearch = (tours: Tours, neighbours: Neighbours): { run(isOver: () => boolean): void } =>
  new LocalSearch(tours, neighbours)
