import type { Database, Transaction } from '@korob/platform/database'
import type { Coordinates } from '@korob/platform/schema'
import { mostPromised, roomIn } from '../domain/room.ts'
import { type PlannedStop, serviceMs } from '../domain/timetable.ts'
import { cityTravelTimes } from '../domain/travel-times.ts'
import { readParcel } from '../store/deliveries.ts'
import { type OpenTrip, type PromisedRow, readPromised, readTripsOfDays } from '../store/plans.ts'
import { candidateOf } from './open-trips.ts'

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

/** What an order of the day weighs; holds are given before their goods are known. */
const usualGrams = (trips: readonly OpenTrip[]): number => {
  const stops = trips.flatMap((trip) => trip.stops)
  return Math.round(stops.reduce((sum, { weightGrams }) => sum + weightGrams, 0) / Math.max(1, stops.length))
}

/** What is promised and in no trip yet, as the planner takes it. */
const promisedStops = (promised: readonly PromisedRow[], trips: readonly OpenTrip[]): PlannedStop[] => {
  const planned = new Set(trips.flatMap(({ stops }) => stops.map(({ deliveryId }) => deliveryId)))
  const usual = usualGrams(trips)
  return promised.flatMap(({ deliveryId, lat, lon, startsAt, endsAt, weightGrams }) => {
    const location = lat !== null && lon !== null ? { lat, lon } : trips[0]?.depot
    if (!location || planned.has(deliveryId)) return []
    return [
      {
        deliveryId,
        location,
        windowStartMs: startsAt.getTime(),
        windowEndMs: endsAt.getTime(),
        serviceMs,
        weightGrams: weightGrams ?? usual,
      },
    ]
  })
}

/** Which of a day's slots a courier can keep for this parcel, besides all that is promised. */
const keepable = (
  slots: readonly AskedSlot[],
  { location, weightGrams }: Omit<Parcel, 'orderId'>,
  trips: readonly OpenTrip[],
  promised: readonly PromisedRow[],
  now: Date,
): string[] => {
  const stops = promisedStops(promised, trips)
  const place = location ?? trips[0]?.depot
  if (!place || stops.length > mostPromised) return []
  const candidates = trips
    .map((open) => candidateOf(open, open.serviceDate, now))
    .filter(({ endMs }) => endMs > now.getTime())
  const wished = slots.map(({ id, startsAt, endsAt }) => ({
    deliveryId: id,
    location: place,
    windowStartMs: startsAt.getTime(),
    windowEndMs: endsAt.getTime(),
    serviceMs,
    weightGrams: weightGrams ?? usualGrams(trips),
  }))
  const { takes } = roomIn(candidates, stops, wished, cityTravelTimes)
  return slots.flatMap(({ id }, index) => (takes[index] ? [id] : []))
}

/**
 * The ids of those slots in which a courier can bring the parcel, besides its order's own place. Who gives a place away
 * must have the day's turn: then nobody else does until commit.
 */
export const slotsThatFit = async (
  db: Database,
  slots: readonly AskedSlot[],
  parcel: Omit<Parcel, 'orderId'> & { orderId: string | null },
  now: Date,
): Promise<Set<string>> => {
  const days = Map.groupBy(slots, ({ serviceDate }) => serviceDate)
  const dates = [...days.keys()]
  // In this order: what gets a courier in between is seen twice, not never.
  const promised = Map.groupBy(await readPromised(db, dates, parcel.orderId), ({ serviceDate }) => serviceDate)
  const trips = Map.groupBy(await readTripsOfDays(db, dates), ({ serviceDate }) => serviceDate)
  return new Set(
    dates.flatMap((day) => keepable(days.get(day) ?? [], parcel, trips.get(day) ?? [], promised.get(day) ?? [], now)),
  )
}

/** The others that are promised on a day and in no trip yet; undefined if they are too many to reckon with. */
export const othersPromised = async (
  db: Database,
  trips: readonly OpenTrip[],
  serviceDate: string,
  orderId: string,
): Promise<PlannedStop[] | undefined> => {
  const stops = promisedStops(await readPromised(db, [serviceDate], orderId), trips)
  return stops.length > mostPromised ? undefined : stops
}

/** Places of a day that are held for orders to come; so many that plans can heed them. */
export const heldStops = async (
  db: Database,
  trips: readonly OpenTrip[],
  serviceDate: string,
): Promise<PlannedStop[]> => {
  const held = (await readPromised(db, [serviceDate], null)).filter(({ isHeld }) => isHeld)
  return promisedStops(held, trips).slice(0, mostPromised)
}
