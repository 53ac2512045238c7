import type { Plan, Problem } from './planner/problem.ts'
import type { Times } from './planner/timetable.ts'
import type { PlannedStop, Trip } from './timetable.ts'
import type { TravelTimes } from './travel-times.ts'

interface Drive {
  starts: number
  ends: number
  /** Said of the end; the earliest possible one if it isn't said. */
  returns?: number
  /** From the depot to each stop, and from the last one back. */
  legs: readonly number[]
  stops: readonly { name: string; opens: number; closes: number; service: number; begins: number }[]
  rests: readonly { opens: number; closes: number; duration: number; begins: number; afterStops: number }[]
}

// Checks given times against each other and shares no code with the planner, so that a fault in its arithmetic shows.
const faultsOfDrive = ({ starts, ends, returns, legs, stops, rests }: Drive, tolerance: number): string[] => {
  const faults: string[] = []
  let free = starts
  const restAfter = (count: number) => {
    for (const rest of rests.filter(({ afterStops }) => afterStops === count)) {
      if (!(rest.begins + tolerance >= free))
        faults.push(`a break after ${count} stops begins before the courier is free`)
      if (!(rest.begins >= rest.opens && rest.begins <= rest.closes + tolerance))
        faults.push(`a break after ${count} stops is outside its window`)
      free = rest.begins + rest.duration
    }
  }
  stops.forEach((stop, index) => {
    restAfter(index)
    if (!(stop.begins + tolerance >= free + legs[index]!)) faults.push(`${stop.name} is reached too late`)
    if (!(stop.begins >= stop.opens && stop.begins <= stop.closes + tolerance))
      faults.push(`${stop.name} is outside its window`)
    free = stop.begins + stop.service
  })
  restAfter(stops.length)
  free += legs[stops.length]!
  // Back at the depot.
  restAfter(stops.length + 1)
  if (!(ends + tolerance >= free)) faults.push('depot again is reached too late')
  if (returns !== undefined && !(Math.abs(returns - free) <= tolerance)) faults.push('is back at another time')
  return faults
}

const loadFaults = (loads: readonly (readonly number[])[], capacity: readonly number[]): string[] =>
  capacity.flatMap((most, kind) => {
    const load = loads.reduce((sum, one) => sum + (one[kind] ?? 0), 0)
    return load > most ? [`carries ${load} of ${most}`] : []
  })

export interface PlannedTrip {
  trip: Trip
  stops: readonly PlannedStop[]
  etasMs: readonly number[]
  rests?: readonly { startsMs: number; afterStops: number }[]
}

/** Travel times are rounded to a millisecond a leg. */
const toleranceMs = 1

/** What is wrong with a courier's trip; nothing, if it can be driven. */
export const faultsOf = ({ trip, stops, etasMs, rests = [] }: PlannedTrip, travel: TravelTimes): string[] => {
  const due = trip.rests ?? []
  if (etasMs.length !== stops.length) return [`${stops.length} stops but ${etasMs.length} times`]
  if (stops.length > 0 && rests.length !== due.length) return [`${due.length} breaks but ${rests.length} times of them`]
  const faults: string[] = []
  if (new Set(stops.map(({ deliveryId }) => deliveryId)).size !== stops.length)
    faults.push('a delivery is visited twice')
  const places = [trip.depot, ...stops.map(({ location }) => location), trip.depot]
  const drive: Drive = {
    starts: trip.startMs,
    ends: trip.endMs,
    legs: places.slice(1).map((place, index) => (travel(places[index]!, place) * 1000) / (trip.speedFactor ?? 1)),
    stops: stops.map((stop, index) => ({
      name: stop.deliveryId,
      opens: stop.windowStartMs,
      closes: stop.windowEndMs,
      service: stop.serviceMs,
      begins: etasMs[index]!,
    })),
    rests: rests.map(({ startsMs, afterStops }, index) => ({
      opens: due[index]!.fromMs,
      closes: due[index]!.untilMs,
      duration: due[index]!.durationMs,
      begins: startsMs,
      afterStops,
    })),
  }
  return [
    ...faults,
    ...faultsOfDrive(drive, toleranceMs),
    ...loadFaults(
      stops.map(({ weightGrams }) => [weightGrams]),
      [trip.capacityGrams],
    ),
  ]
}

/** What is wrong with a plan, given the times that are said of its trips; nothing, if it answers the problem. */
export const planFaults = ({ matrix, jobs, trips }: Problem, plan: Plan, times: readonly Times[]): string[] => {
  const faults: string[] = []
  if (plan.trips.length !== trips.length) return [`${trips.length} trips became ${plan.trips.length}`]
  const seen = [...plan.trips.flat(), ...plan.unassigned.map(({ job }) => job)]
  for (const job of jobs.keys()) {
    const often = seen.filter((one) => one === job).length
    if (often !== 1) faults.push(`job ${job} is told of ${often} times`)
  }
  if (seen.length !== jobs.length) faults.push(`of ${jobs.length} jobs ${seen.length} are told of`)
  const legOf = (table: Int32Array, from: number, to: number) => table[from * matrix.places + to]!
  let cost = 0
  trips.forEach((trip, index) => {
    const say = (fault: string) => faults.push(`trip ${index}: ${fault}`)
    const stops = plan.trips[index]!
    const { begins, breaks, returns } = times[index]!
    const isFixed = (position: number) => trip.closed || position < trip.frozen
    if (trip.stops.some((job, position) => isFixed(position) && stops[position] !== job))
      say('a fixed stop has changed')
    if (trip.closed && stops.length !== trip.stops.length) say('it is closed and has changed')
    const places = [trip.from, ...stops.map((job) => jobs[job]!.place), trip.to]
    const pairs = places.slice(1).map((place, at) => [places[at]!, place] as const)
    cost += pairs.reduce((sum, [from, to]) => sum + legOf(matrix.costs, from, to), 0)
    loadFaults(
      stops.map((job) => jobs[job]!.load),
      trip.capacity,
    ).forEach(say)
    if (begins.length !== stops.length) say(`${stops.length} stops but ${begins.length} times`)
    else if (stops.length === 0) return
    else if (breaks.length !== trip.breaks.length)
      say(`${trip.breaks.length} breaks but ${breaks.length} times of them`)
    else
      faultsOfDrive(
        {
          starts: trip.starts,
          ends: trip.ends,
          returns,
          legs: pairs.map(([from, to]) => legOf(matrix.durations, from, to)),
          stops: stops.map((job, at) => ({ ...jobs[job]!, name: `job ${job}`, begins: begins[at]! })),
          rests: trip.breaks.map((one, at) => ({ ...one, ...breaks[at]! })),
        },
        0,
      ).forEach(say)
  })
  if (cost !== plan.cost) faults.push(`costs ${cost}, not ${plan.cost}`)
  return faults
}
