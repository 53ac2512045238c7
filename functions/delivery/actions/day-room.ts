import { type Database, database, type Transaction } from '@korob/platform/database'
import type { Coordinates } from '@korob/platform/schema'
import { cheapestInsertion, type Insertion } from '../domain/insertion.ts'
import { considerateInsertion, DayRoom, mostPromised } from '../domain/room.ts'
import { type PlannedStop, serviceMs } from '../domain/timetable.ts'
import { cityTravelTimes } from '../domain/travel-times.ts'
import { type PromisedRow, readDayChanges, takeTurnAndReadChanges } from '../store/day-changes.ts'
import { readParcel } from '../store/deliveries.ts'
import type { OpenTrip } from '../store/plans.ts'
import { type DayRead, type KeptDay, readDays } from './known-days.ts'
import { candidateOf, type TripCandidate } from './open-trips.ts'

/** Something to be brought: where to, and what it weighs, if that is known yet. */
export interface Parcel {
  orderId: string
  /** Unknown: as near as can be, at the depot. */
  location: Coordinates | undefined
  weightGrams: number | undefined
}

/** The parcel of an order that has come here. */
export const parcelOf = async (tx: Transaction, orderId: string): Promise<Parcel> => {
  const row = await readParcel(tx, orderId)
  const location = row && row.lat !== null && row.lon !== null ? { lat: row.lat, lon: row.lon } : undefined
  return { orderId, location, weightGrams: row?.weightGrams }
}

/** A slot that is asked about. */
export interface AskedSlot {
  id: string
  serviceDate: string
  startsAt: Date
  endsAt: Date
}

/** Days as they are now, all that is promised on them but this order's own place included. */
export const lookAtDays = (db: Database, serviceDates: readonly string[], orderId: string | null): Promise<DayRead[]> =>
  readDays(serviceDates, (seen, fleet) => readDayChanges(db, seen, fleet, orderId))

/** A day once it is this transaction's turn to give places of it away: nobody else does until it ends. */
export const lookInTurn = async (tx: Transaction, serviceDate: string, orderId: string | null): Promise<DayRead> => {
  const [day] = await readDays([serviceDate], ([seen], fleet) => takeTurnAndReadChanges(tx, seen!, fleet, orderId))
  return day!
}

const usual = new WeakMap<readonly OpenTrip[], number>()

// So coarse that what is held keeps its weight, and its place, while plans change.
const gramsStep = 500

/** What an order of the day weighs, rounded up; holds are given before their goods are known. */
const usualGrams = (trips: readonly OpenTrip[]): number => {
  const known = usual.get(trips)
  if (known !== undefined) return known
  const weights = trips.flatMap(({ stops }) => stops.map(({ weightGrams }) => weightGrams))
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / Math.max(1, weights.length)
  const grams = Math.ceil(mean / gramsStep) * gramsStep
  usual.set(trips, grams)
  return grams
}

const gramsOf = ({ weightGrams }: PromisedRow, trips: readonly OpenTrip[]): number => weightGrams ?? usualGrams(trips)

const plannedStop = (row: PromisedRow, trips: readonly OpenTrip[]): PlannedStop | undefined => {
  const { deliveryId, lat, lon, startsMs, endsMs } = row
  const location = lat !== null && lon !== null ? { lat, lon } : trips[0]?.depot
  return (
    location && {
      deliveryId,
      location,
      windowStartMs: startsMs,
      windowEndMs: endsMs,
      serviceMs,
      weightGrams: gramsOf(row, trips),
    }
  )
}

/** What is promised and in no trip yet, as the planner takes it. */
const promisedStops = ({ promised, trips }: Pick<DayRead, 'promised' | 'trips'>): PlannedStop[] =>
  promised.flatMap((row) => plannedStop(row, trips) ?? [])

const isSame = (one: PromisedRow, other: PromisedRow): boolean =>
  one.lat === other.lat &&
  one.lon === other.lon &&
  one.startsMs === other.startsMs &&
  one.endsMs === other.endsMs &&
  one.weightGrams === other.weightGrams

/** The same, the very objects that were answered before where nothing has changed. */
const keptStops = ({ stops }: KeptDay, { promised, trips }: DayRead): PlannedStop[] => {
  const before = new Map(stops)
  stops.clear()
  return promised.flatMap((row) => {
    // An order may hold more than one place in a day: two promises must not be one object.
    const known = stops.has(row.deliveryId) ? undefined : before.get(row.deliveryId)
    const isKept = known && isSame(known.row, row) && known.stop.weightGrams === gramsOf(row, trips)
    const stop = isKept ? known.stop : plannedStop(row, trips)
    if (!stop) return []
    stops.set(row.deliveryId, { row, stop })
    return [stop]
  })
}

const minuteMs = 60_000

interface Reckoned<Whole> {
  asOfMs: number
  whole: Whole
}
const reckonedTrips = new WeakMap<OpenTrip, Reckoned<TripCandidate>>()
const reckonedDays = new WeakMap<readonly OpenTrip[], Reckoned<TripCandidate[]>>()

const reckonTrip = (open: OpenTrip, asOfMs: number): TripCandidate => {
  const before = reckonedTrips.get(open)
  // It begins later than both moments: neither matters.
  if (before && before.asOfMs <= asOfMs && before.whole.startMs >= asOfMs) return before.whole
  const whole = candidateOf(open, open.serviceDate, new Date(asOfMs))
  reckonedTrips.set(open, { asOfMs, whole })
  return whole
}

/** Trips that are not over, the very objects that were answered before where nothing has changed within the minute. */
const candidatesOf = (trips: readonly OpenTrip[], now: Date): TripCandidate[] => {
  // Nobody starts earlier than is reckoned with.
  const asOfMs = Math.ceil(now.getTime() / minuteMs) * minuteMs
  const before = reckonedDays.get(trips)
  if (before?.asOfMs === asOfMs) return before.whole
  const all = trips.map((open) => reckonTrip(open, asOfMs)).filter(({ endMs }) => endMs > asOfMs)
  const isSame = before?.whole.length === all.length && all.every((trip, index) => trip === before.whole[index])
  const whole = isSame ? before.whole : all
  reckonedDays.set(trips, { asOfMs, whole })
  return whole
}

const roomOf = (day: DayRead, now: Date): DayRoom => {
  const trips = candidatesOf(day.trips, now)
  const kept = day.kept()
  const room = kept?.room ?? new DayRoom(cityTravelTimes)
  room.update(trips, kept ? keptStops(kept, day) : promisedStops(day))
  return room
}

/**
 * Which of a day's slots a courier can keep for this parcel, besides all that is promised but for its order's own place. Who
 * gives a place away must have the day's turn: then nobody else does until commit.
 */
export const keepable = (
  day: DayRead,
  slots: readonly AskedSlot[],
  { location, weightGrams }: { location: Coordinates | undefined; weightGrams?: number | undefined },
  now: Date,
): string[] => {
  const { trips, promised } = day
  const place = location ?? trips[0]?.depot
  if (!place || promised.length > mostPromised) return []
  const room = roomOf(day, now)
  const grams = weightGrams ?? usualGrams(trips)
  return slots.flatMap(({ id, startsAt, endsAt }) => {
    const stop = {
      deliveryId: id,
      location: place,
      windowStartMs: startsAt.getTime(),
      windowEndMs: endsAt.getTime(),
      serviceMs,
      weightGrams: grams,
    }
    return room.takes(stop) ? [id] : []
  })
}

/**
 * Where a day's trips take a stop at least cost so that others that are promised keep a place, unless those are too many to
 * reckon with; undefined if no trip can.
 */
export const findPlace = (day: DayRead, stop: PlannedStop, now: Date): Insertion<TripCandidate> | undefined => {
  const trips = candidatesOf(day.trips, now)
  if (day.promised.length > mostPromised) return cheapestInsertion(stop, trips, cityTravelTimes)
  const kept = day.kept()
  const others = kept ? keptStops(kept, day) : promisedStops(day)
  return considerateInsertion(stop, trips, others, cityTravelTimes, kept?.room)
}

/** Places of a day that are held for orders to come; so many that plans can heed them. */
export const heldStops = async (serviceDate: string): Promise<PlannedStop[]> => {
  const [day] = await lookAtDays(database, [serviceDate], null)
  const held = day!.promised.filter(({ isHeld }) => isHeld)
  return promisedStops({ promised: held, trips: day!.trips }).slice(0, mostPromised)
}
