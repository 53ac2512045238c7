/**
 * What the planner is asked. Times, durations and costs are whole numbers of one unit, whichever, of less than 2^30 in
 * size: milliseconds of a day and a week of them fit. Loads have as many kinds as the caller likes (grams, litres, …),
 * the same for all. Jobs, trips and places are told by their index.
 */
export interface Problem {
  /** From row to column, `places` × `places`. The triangle inequality need not hold, nor symmetry. */
  matrix: TravelMatrix
  jobs: readonly Job[]
  trips: readonly Trip[]
}

export interface TravelMatrix {
  places: number
  durations: Int32Array
  /** What is to be least; the same array as `durations` where time is what counts. */
  costs: Int32Array
}

/** Somebody to be visited once. */
export interface Job {
  place: number
  /** The visit begins within these, both included; who comes early waits. */
  opens: number
  closes: number
  service: number
  load: readonly number[]
}

/** A pause that begins within these, both included, at a place where a stop has just been made, or at either depot. */
export interface Break {
  opens: number
  closes: number
  duration: number
}

/** A vehicle's way from one place to another within a shift; many may start at one depot, or each at its own. */
export interface Trip {
  from: number
  to: number
  starts: number
  ends: number
  capacity: readonly number[]
  /** In the order they are taken. A trip without stops takes none. */
  breaks: readonly Break[]
  /** Jobs as they are planned now, in order. */
  stops: readonly number[]
  /** So many of its first stops stay as they are. */
  frozen: number
  /** Nothing of it may change at all. */
  closed: boolean
}

/** Why nobody brings it: no vehicle is large enough; none gets there in time and back, even empty; the others take the room. */
export type Reason = 'too_large' | 'out_of_reach' | 'no_room'

export interface Plan {
  /** Jobs of each trip, in order. */
  trips: readonly (readonly number[])[]
  unassigned: readonly { job: number; reason: Reason }[]
  cost: number
}
