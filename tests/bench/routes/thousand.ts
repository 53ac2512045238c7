import { faultsOf } from '../../../functions/delivery/domain/feasibility.ts'
import { localSearch } from '../../../functions/delivery/domain/planner/local-search.ts'
import { reoptimiseTrips } from '../../../functions/delivery/domain/reoptimisation.ts'
import { cityTravelTimes } from '../../../functions/delivery/domain/travel-times.ts'
import { cityStops, cityTrips } from './city-day.ts'
import { cpuClock } from './cpu-clock.ts'

// node tests/bench/routes/thousand.ts stops couriers seconds seed: a process of its own, so that its memory is known.

const [stops = 1000, couriers = 40, seconds = 30, seed = 1] = process.argv.slice(2).map(Number)
const used = cpuClock()
const day = cityStops(stops, seed)
const trips = cityTrips(couriers).map((trip) => ({ ...trip, stops: [] }))
let firstAt: number | undefined
const planned = reoptimiseTrips(trips, day, cityTravelTimes, {
  seed,
  iterations: Number.POSITIVE_INFINITY,
  localSearch,
  progress: () => {
    firstAt ??= used()
    return used() / seconds
  },
})
const cpuSeconds = used()
const faults = planned.trips.flatMap(({ candidate, stops: own, timetable: { etasMs, rests } }) =>
  faultsOf({ trip: candidate, stops: own, etasMs, rests }, cityTravelTimes),
)
const told = new Set([
  ...planned.trips.flatMap((trip) => trip.stops.map(({ deliveryId }) => deliveryId)),
  ...planned.unassigned.map(({ stop }) => stop.deliveryId),
])
if (faults.length > 0 || told.size !== stops) throw new Error(`not feasible: ${faults.join(', ')}`)
process.stdout.write(
  JSON.stringify({
    cpuSeconds,
    firstPlanSeconds: firstAt,
    megabytes: process.resourceUsage().maxRSS / 1024,
    unassigned: planned.unassigned.length,
    drivingHours: planned.trips.reduce((sum, { timetable: { drivingMs } }) => sum + drivingMs, 0) / 3_600_000,
    trips: planned.trips.filter((trip) => trip.stops.length > 0).length,
  }),
)
