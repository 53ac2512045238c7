import { timetable } from '../domain/timetable.ts'
import { cityTravelTimes } from '../domain/travel-times.ts'
import { readOpenTrips } from '../store/plans.ts'
import { readRoutesBeingLoaded } from '../store/reoptimising.ts'
import { candidateOf, type TripCandidate } from './open-trips.ts'

/** Couriers pick and load before their first stop, from the list they see then: it must not change under their hands. */
const isBeingLoaded = ({ open: { stops } }: TripCandidate, now: Date): boolean =>
  stops.some(({ cutoffAt }) => new Date(cutoffAt) <= now)

/** What is late or missed already is for people to sort out: shuffled, it would be told as a plan outside its windows. */
const isLate = (candidate: TripCandidate, now: Date): boolean =>
  candidate.endMs <= now.getTime() ||
  (candidate.stops.length > 0 && !timetable(candidate, candidate.stops, cityTravelTimes).feasible)

/** Trips of a day that may be planned anew. */
export const readMovableTrips = async (serviceDate: string, now: Date): Promise<TripCandidate[]> => {
  const loading = new Set(await readRoutesBeingLoaded(serviceDate))
  const all = await readOpenTrips(serviceDate)
  return all
    .filter(({ routeId }) => routeId === null || !loading.has(routeId))
    .map((trip) => candidateOf(trip, serviceDate, now))
    .filter((candidate) => !isBeingLoaded(candidate, now) && !isLate(candidate, now))
}
