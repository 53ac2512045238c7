import type { Fleet } from './fleet.ts'
import type { Loose } from './loose.ts'
import type { Neighbours } from './neighbours.ts'
import type { Random } from './random.ts'
import { nowhere, scan } from './scan.ts'
import type { Tours } from './tours.ts'
import type { Undo } from './undo.ts'

/** A best place is overlooked so often: what greed would always do is then done otherwise (Christiaens & Vanden Berghe). */
const blinkRate = 0.01
/** Of jobs that have long been in no trip so many are tried each time, so that very many of them don't cost very much. */
const mostOld = 20

/** A job is tried in trips that visit one of so many nearest jobs, and in others only if there is no room in those. */
const nearest = 40

const stampAt = 0
const costAt = 1
const behindAt = 2
const fields = 3

/**
 * Puts loose jobs back one after another, each where it costs least. The cheapest place for a job in a trip is
 * remembered until the trip changes: of a plan only a few trips change at a time.
 */
export class Recreate {
  private readonly tours: Tours
  private readonly fleet: Fleet
  private readonly undo: Undo
  private readonly random: Random
  private readonly neighbours: Neighbours
  private readonly known: Int32Array
  private readonly lookedIn: Int32Array
  private round = 0
  private readonly found = { cost: nowhere, behind: -1 }
  private bestTrip = -1
  private bestCost = nowhere
  private bestBehind = -1

  constructor(tours: Tours, fleet: Fleet, undo: Undo, neighbours: Neighbours, random: Random) {
    this.tours = tours
    this.fleet = fleet
    this.undo = undo
    this.neighbours = neighbours
    this.random = random
    this.lookedIn = new Int32Array(tours.trips)
    this.known = new Int32Array(tours.jobs * tours.trips * fields)
  }

  /** Those that find no place stay loose. `order` says which is first: the less, the earlier. */
  run(loose: Loose, order: Float64Array, fresh: number): void {
    const { jobs } = loose
    this.shuffleOld(loose, loose.count - fresh)
    const tried = Math.min(mostOld, loose.count - fresh)
    const from = loose.count - fresh - tried
    sortBy(jobs, order, from, loose.count)
    let left = from
    for (let index = from; index < loose.count; index++) {
      const job = jobs[index]!
      if (!this.put(job)) jobs[left++] = job
    }
    loose.count = left
  }

  /** Puts a job where it costs least; false if there is no place. */
  private put(job: number): boolean {
    const { fleet, tours } = this
    this.bestTrip = -1
    this.bestCost = nowhere
    this.lookNearby(job)
    const { trips, driven, free } = fleet
    for (let kind = 0; kind < free.length; kind++) if (free[kind]! >= 0) this.look(job, free[kind]!)
    if (this.bestTrip < 0)
      for (let index = 0; index < driven; index++)
        if (this.lookedIn[trips[index]!] !== this.round) this.look(job, trips[index]!)
    if (this.bestTrip < 0) return false
    const isNew = free.includes(this.bestTrip)
    this.undo.save(this.bestTrip)
    tours.insert(job, this.bestBehind)
    if (isNew) fleet.open(this.bestTrip)
    return true
  }

  private lookNearby(job: number): void {
    const { tripOf } = this.tours
    const { each, list } = this.neighbours
    const { lookedIn } = this
    const round = ++this.round
    for (let rank = 0; rank < nearest && rank < each; rank++) {
      const trip = tripOf[list[job * each + rank]!]!
      if (trip < 0 || lookedIn[trip] === round) continue
      lookedIn[trip] = round
      this.look(job, trip)
    }
  }

  private look(job: number, trip: number): void {
    const { known, tours, found } = this
    const version = tours.version[trip]!
    const at = (job * tours.trips + trip) * fields
    if (known[at + stampAt] !== version) {
      scan(tours, job, trip, -1, found)
      known[at + stampAt] = version
      known[at + costAt] = found.cost
      known[at + behindAt] = found.behind
    }
    let cost = known[at + costAt]!
    if (cost >= this.bestCost) return
    let behind = known[at + behindAt]!
    if (this.random.fraction() < blinkRate) {
      scan(tours, job, trip, behind, found)
      cost = found.cost
      behind = found.behind
      if (cost >= this.bestCost) return
    }
    this.bestTrip = trip
    this.bestCost = cost
    this.bestBehind = behind
  }

  /** So that each of many has its turn. */
  private shuffleOld({ jobs }: Loose, count: number): void {
    for (let drawn = 0; drawn < Math.min(mostOld, count - 1); drawn++) {
      const last = count - 1 - drawn
      const other = this.random.below(last + 1)
      const job = jobs[last]!
      jobs[last] = jobs[other]!
      jobs[other] = job
    }
  }
}

/** By insertion, which is fastest for the few that there are. */
const sortBy = (jobs: Int32Array, order: Float64Array, from: number, to: number): void => {
  for (let index = from + 1; index < to; index++) {
    const job = jobs[index]!
    const key = order[job]!
    let at = index - 1
    while (at >= from && order[jobs[at]!]! > key) {
      jobs[at + 1] = jobs[at]!
      at--
    }
    jobs[at + 1] = job
  }
}
