import type { Problem } from './problem.ts'
import { timesOf } from './timetable.ts'

/**
 * The problem as far as it can still be kept: a stop that will be late anyway must not become later, nor a shift that
 * runs over longer or a load that is too much more, and none of them stands in the way of the rest.
 */
export const excuse = (problem: Problem): Problem => {
  const jobs = [...problem.jobs]
  const trips = problem.trips.map((trip) => {
    const { stops } = trip
    const loads = trip.capacity.map((_, kind) => stops.reduce((sum, job) => sum + (jobs[job]!.load[kind] ?? 0), 0))
    const capacity = trip.capacity.map((most, kind) => Math.max(most, loads[kind]!))
    const times = timesOf(problem, trip, stops)
    if (times.kept || stops.length === 0) return { ...trip, capacity }
    for (const [index, job] of stops.entries())
      jobs[job] = { ...jobs[job]!, closes: Math.max(jobs[job]!.closes, times.begins[index]!) }
    const breaks = trip.breaks.map((one, index) => ({
      ...one,
      closes: Math.max(one.closes, times.breaks[index]!.begins),
    }))
    return { ...trip, capacity, breaks, ends: Math.max(trip.ends, times.returns) }
  })
  return { ...problem, jobs, trips }
}
