import type { Break, Problem } from './problem.ts'
import { reckonAround, reckonPlain, reckonWithBreaks } from './reckon.ts'
import { transposed, turnedCopy } from './transposed.ts'

/**
 * A plan that can be changed fast. Each job is a node, each trip has one for its beginning and one for its end; nodes of
 * a trip are linked. For each node it is known how early it can be left and how late it can be reached, so that whether
 * a job fits between two nodes is told without driving the trip (Savelsbergh 1992). Nothing is allocated after the start.
 */
export class Tours {
  readonly jobs: number
  readonly trips: number
  /** Where a node's row begins in the matrix, and its column. */
  readonly row: Int32Array
  readonly column: Int32Array
  readonly durations: Int32Array
  readonly costs: Int32Array
  /** The same by the place a leg leads to, so that all legs to one place lie side by side in memory. */
  readonly durationsTo: Int32Array
  readonly costsTo: Int32Array
  readonly opens: Int32Array
  readonly closes: Int32Array
  readonly service: Int32Array
  readonly next: Int32Array
  readonly prev: Int32Array
  /** -1: in none. */
  readonly tripOf: Int32Array
  /** When a node can be left, in trips without breaks; `never` if it is reached too late. */
  readonly ready: Int32Array
  /** When a node must be reached so that all after it can be kept, in trips without breaks; `-never` if it can't be. */
  readonly latest: Int32Array
  /** The same with so many breaks taken: [node × breakStates + taken]. */
  readonly readyAfter: Int32Array
  readonly latestAfter: Int32Array
  readonly breakStates: number
  readonly breaks: readonly (readonly Break[])[]
  /** Of the leg that leads to a node. */
  readonly legCost: Int32Array
  readonly size: Int32Array
  readonly kinds: number
  readonly loads: Float64Array
  readonly capacity: Float64Array
  readonly demand: Float64Array
  /** The node behind which jobs may be put in first; -1 where none may. */
  readonly anchor: Int32Array
  /** 0: its place is fixed. */
  readonly movable: Uint8Array
  /** A number that changes with the trip, and returns with it. */
  readonly version: Int32Array
  cost = 0
  private lastVersion = 0

  /** @param isFixed false: legs of a loose job will be written anew, which takes a turned copy even where ways are symmetric */
  constructor({ matrix, jobs, trips }: Problem, isFixed = true) {
    this.jobs = jobs.length
    this.trips = trips.length
    const nodes = jobs.length + 2 * trips.length
    const numbers = () => new Int32Array(nodes)
    this.row = numbers()
    this.column = numbers()
    this.opens = numbers()
    this.closes = numbers()
    this.service = numbers()
    this.next = numbers()
    this.prev = numbers()
    this.ready = numbers()
    this.latest = numbers()
    this.legCost = numbers()
    this.tripOf = numbers().fill(-1)
    this.durations = matrix.durations
    this.costs = matrix.costs
    const turn = isFixed ? transposed : turnedCopy
    this.durationsTo = turn(matrix.durations, matrix.places)
    this.costsTo = matrix.costs === matrix.durations ? this.durationsTo : turn(matrix.costs, matrix.places)
    this.breaks = trips.map(({ breaks }) => breaks)
    this.breakStates = Math.max(0, ...trips.map(({ breaks }) => breaks.length)) + 1
    this.readyAfter = new Int32Array(this.breakStates > 1 ? nodes * this.breakStates : 0)
    this.latestAfter = new Int32Array(this.readyAfter.length)
    this.kinds = Math.max(0, ...trips.map(({ capacity }) => capacity.length), ...jobs.map(({ load }) => load.length))
    this.loads = new Float64Array(trips.length * this.kinds)
    this.capacity = new Float64Array(trips.length * this.kinds).fill(Number.POSITIVE_INFINITY)
    this.demand = new Float64Array(jobs.length * this.kinds)
    this.size = new Int32Array(trips.length)
    this.anchor = new Int32Array(trips.length)
    this.version = new Int32Array(trips.length)
    this.movable = new Uint8Array(jobs.length).fill(1)
    jobs.forEach((job, node) => {
      this.setNode(node, job.place, matrix.places, job.opens, job.closes)
      this.service[node] = job.service
      this.demand.set(job.load, node * this.kinds)
    })
    trips.forEach((trip, index) => {
      this.capacity.set(trip.capacity, index * this.kinds)
      this.setNode(this.start(index), trip.from, matrix.places, trip.starts, trip.starts)
      this.setNode(this.end(index), trip.to, matrix.places, trip.starts, trip.ends)
      this.tripOf[this.start(index)] = index
      this.tripOf[this.end(index)] = index
      this.begin(index, trip.stops)
      const frozen = trip.closed ? trip.stops : trip.stops.slice(0, trip.frozen)
      for (const job of frozen) this.movable[job] = 0
      this.anchor[index] = trip.closed ? -1 : (frozen.at(-1) ?? this.start(index))
    })
  }

  start(trip: number): number {
    return this.jobs + 2 * trip
  }

  end(trip: number): number {
    return this.jobs + 2 * trip + 1
  }

  /** All windows, breaks and the shift's end are kept. A trip without stops isn't driven. */
  isKept(trip: number): boolean {
    if (this.size[trip] === 0) return true
    const start = this.start(trip)
    const latest = this.breaks[trip]!.length > 0 ? this.latestAfter[start * this.breakStates]! : this.latest[start]!
    return latest >= this.opens[start]!
  }

  stopsOf(trip: number): number[] {
    const stops: number[] = []
    for (let node = this.next[this.start(trip)]!; node < this.jobs; node = this.next[node]!) stops.push(node)
    return stops
  }

  fits(job: number, trip: number): boolean {
    const { kinds, loads, demand, capacity } = this
    for (let kind = 0; kind < kinds; kind++)
      if (loads[trip * kinds + kind]! + demand[job * kinds + kind]! > capacity[trip * kinds + kind]!) return false
    return true
  }

  /** Puts a job behind a node of a trip; times are known again afterwards. */
  insert(job: number, behind: number): void {
    const trip = this.tripOf[behind]!
    this.link(job, behind, trip)
    if (this.breaks[trip]!.length > 0) reckonWithBreaks(this, trip)
    else reckonAround(this, job)
  }

  /** Takes a job out; times of its trip are unknown until `reckon`. */
  remove(job: number): void {
    const { next, prev, legCost, kinds } = this
    const trip = this.tripOf[job]!
    const before = prev[job]!
    const after = next[job]!
    const direct = this.costs[this.row[before]! + this.column[after]!]!
    this.cost += direct - legCost[job]! - legCost[after]!
    legCost[after] = direct
    next[before] = after
    prev[after] = before
    this.tripOf[job] = -1
    this.size[trip]!--
    for (let kind = 0; kind < kinds; kind++) this.loads[trip * kinds + kind]! -= this.demand[job * kinds + kind]!
    this.version[trip] = ++this.lastVersion
  }

  /** Times of a whole trip. */
  reckon(trip: number): void {
    if (this.breaks[trip]!.length > 0) reckonWithBreaks(this, trip)
    else reckonPlain(this, trip)
  }

  private setNode(node: number, place: number, places: number, opens: number, closes: number): void {
    this.row[node] = place * places
    this.column[node] = place
    this.opens[node] = opens
    this.closes[node] = closes
  }

  private begin(trip: number, stops: readonly number[]): void {
    const start = this.start(trip)
    const end = this.end(trip)
    this.next[start] = end
    this.prev[end] = start
    this.legCost[end] = this.costs[this.row[start]! + this.column[end]!]!
    this.cost += this.legCost[end]!
    this.version[trip] = ++this.lastVersion
    for (const job of stops) this.link(job, this.prev[end]!, trip)
    this.reckon(trip)
  }

  private link(job: number, behind: number, trip: number): void {
    const { next, prev, legCost, row, column, costs, kinds } = this
    const after = next[behind]!
    this.cost -= legCost[after]!
    legCost[job] = costs[row[behind]! + column[job]!]!
    legCost[after] = costs[row[job]! + column[after]!]!
    this.cost += legCost[job]! + legCost[after]!
    next[behind] = job
    prev[job] = behind
    next[job] = after
    prev[after] = job
    this.tripOf[job] = trip
    this.size[trip]!++
    for (let kind = 0; kind < kinds; kind++) this.loads[trip * kinds + kind]! += this.demand[job * kinds + kind]!
    this.version[trip] = ++this.lastVersion
  }
}
