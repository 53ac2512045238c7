import { DayRoom } from '../domain/room.ts'
import type { PlannedStop } from '../domain/timetable.ts'
import { cityTravelTimes } from '../domain/travel-times.ts'
import { type DayChanges, neverSeen, type PromisedRow, type Seen, type TripRow } from '../store/day-changes.ts'
import type { Duty, OpenTrip } from '../store/plans.ts'

/** A day's trips as they were at one moment. Never changed: what comes later makes another one. */
interface Known {
  serviceDate: string
  since: string
  fleet: number
  /** When all of it was read last. */
  wholeAtMs: number
  readAtMs: number
  duty: readonly Duty[]
  trips: ReadonlyMap<string, TripRow>
  open: readonly OpenTrip[]
}

/** What this environment keeps of a day between invocations. */
export interface KeptDay {
  known: Known
  /** Follows what is read; used by who has read last, at once. */
  room: DayRoom
  stops: Map<string, { row: PromisedRow; stop: PlannedStop }>
}

/** A day as it was when it was read. */
export interface DayRead {
  serviceDate: string
  trips: readonly OpenTrip[]
  promised: readonly PromisedRow[]
  /** Of the largest vehicle on duty. */
  maxWeightGrams: number
  /** What is kept of it, if this is it: others may have read since, and what was changed and not committed is for this transaction only. */
  kept: () => KeptDay | undefined
}

/** A week ahead, and some: each has a few hundred kilobytes. */
const mostDays = 12
/** Who is told only what changed trusts that nothing was left out. That trust is renewed now and then. */
const wholeAgainMs = 10 * 60_000

/** A look at what has happened for so long takes little of anybody's time. */
const recentMs = 30_000

const days = new Map<string, KeptDay>()

const sumUp = ({ courierId, serviceDate, ...duty }: Duty, trips: readonly TripRow[], fleet: number): OpenTrip => {
  const own = trips.find(({ status }) => status === 'planned')
  const away = trips.flatMap(({ status, returnsMs }) => (status === 'departed' ? [returnsMs] : []))
  return {
    ...duty,
    courierId,
    serviceDate,
    routeId: own?.id ?? null,
    planVersion: own?.planVersion ?? null,
    fleetVersion: fleet,
    nextTrip: Math.max(0, ...trips.map(({ trip }) => trip)) + 1,
    busyUntil: away.length > 0 ? new Date(Math.max(...away)) : null,
    stops: own?.stops ?? [],
  }
}

const merge = (before: Known | undefined, serviceDate: string, changes: DayChanges): Known => {
  const { seen: since, fleet } = changes
  const changed = (changes.trips ?? []).filter((trip) => trip.serviceDate === serviceDate)
  const readAtMs = Date.now()
  if (before && changed.length === 0) return { ...before, since, readAtMs }
  const duty = before?.duty ?? (changes.duty ?? []).filter((one) => one.serviceDate === serviceDate)
  const trips = new Map(before?.trips)
  for (const trip of changed) trips.set(trip.id, trip)
  const tripsOf = Map.groupBy(trips.values(), ({ courierId }) => courierId)
  const isChanged = new Set(changed.map(({ courierId }) => courierId))
  const open = duty.map((one, index) => {
    const same = before && !isChanged.has(one.courierId) ? before.open[index] : undefined
    return same ?? sumUp(one, tripsOf.get(one.courierId) ?? [], fleet)
  })
  return { serviceDate, since, fleet, wholeAtMs: before?.wholeAtMs ?? readAtMs, readAtMs, duty, trips, open }
}

const keep = (known: Known, before: KeptDay | undefined): void => {
  const { room, stops } = before ?? { room: new DayRoom(cityTravelTimes), stops: new Map() }
  days.delete(known.serviceDate)
  days.set(known.serviceDate, { known, room, stops })
  const [oldest] = days.keys()
  if (days.size > mostDays && oldest !== undefined) days.delete(oldest)
}

/** Whether this environment has looked at a day just now, so that looking again is quick. */
export const isKnown = (serviceDate: string): boolean =>
  (days.get(serviceDate)?.known.readAtMs ?? 0) > Date.now() - recentMs

/**
 * Days as they are now. Of what this environment knows already only changes are read, so this costs what has happened
 * since, not what a day holds.
 * @param read asks for changes since then
 */
export const readDays = async (
  serviceDates: readonly string[],
  read: (seen: Seen[], knownFleet: number) => Promise<DayChanges>,
): Promise<DayRead[]> => {
  const staleMs = Date.now() - wholeAgainMs
  const before = new Map(serviceDates.map((date) => [date, days.get(date)]))
  const fresh = [...before.values()].flatMap((kept) => (kept && kept.known.wholeAtMs > staleMs ? [kept.known] : []))
  const knownFleet = Math.max(0, ...fresh.map(({ fleet }) => fleet))
  const usable = new Map(fresh.filter(({ fleet }) => fleet === knownFleet).map((known) => [known.serviceDate, known]))
  const changes = await read(
    serviceDates.map((serviceDate) => ({ serviceDate, since: usable.get(serviceDate)?.since ?? neverSeen })),
    knownFleet,
  )
  if ([...usable.values()].some(({ since }) => BigInt(since) > BigInt(changes.seen))) {
    // Another database than before: one that was restored.
    days.clear()
    return readDays(serviceDates, read)
  }
  const promised = Map.groupBy(changes.promised ?? [], ({ serviceDate }) => serviceDate)
  return serviceDates.map((serviceDate) => {
    const base = changes.fleet === knownFleet ? usable.get(serviceDate) : undefined
    const known = merge(base, serviceDate, changes)
    const kept = before.get(serviceDate)
    if (!changes.isWriting && days.get(serviceDate) === kept) keep(known, kept)
    return {
      serviceDate,
      trips: known.open,
      promised: promised.get(serviceDate) ?? [],
      maxWeightGrams: Math.max(0, ...known.duty.map(({ capacityGrams }) => capacityGrams)),
      kept: () => {
        const latest = days.get(serviceDate)
        return latest?.known === known ? latest : undefined
      },
    }
  })
}
