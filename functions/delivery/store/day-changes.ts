import type { Database, Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { Duty, StopRow } from './plans.ts'

/** A trip of a day, of whatever status; stops only of those that have not left. */
export interface TripRow {
  serviceDate: string
  id: string
  courierId: string
  trip: number
  status: 'planned' | 'departed' | 'finished'
  planVersion: number
  returnsMs: number
  stops: StopRow[]
}

/** Something that has a place in a slot and is in no trip: a delivery without a courier, or a hold that has not run out. */
export interface PromisedRow {
  serviceDate: string
  deliveryId: string
  /** Held without an address, before holds knew theirs. */
  lat: number | null
  lon: number | null
  startsMs: number
  endsMs: number
  /** Not known of what is held. */
  weightGrams: number | null
  isHeld: boolean
}

export interface DayChanges {
  /** Told the next time: what was not over then may have changed something. */
  seen: string
  /** Read in a transaction that has written: what it changed itself may yet be undone. */
  isWriting: boolean
  fleet: number
  /** Of the days that weren't known, or all if the fleet has changed. */
  duty: Duty[] | null
  /** Of those days all, of the others those that changed. */
  trips: TripRow[] | null
  /** All; the first came first. */
  promised: PromisedRow[] | null
}

/** What is known of a day; `neverSeen` if nothing is. */
export interface Seen {
  serviceDate: string
  since: string
}

export const neverSeen = '0'

const columns = sql`seen::text, is_writing as "isWriting", fleet, duty, trips, promised`

/** What has changed of days since they were seen, and all that is promised on them but this order's own. One snapshot. */
export const readDayChanges = (
  db: Database,
  days: readonly Seen[],
  knownFleet: number,
  butOrderId: string | null,
): Promise<DayChanges> =>
  db.one<DayChanges>(sql`
    select ${columns}
      from day_changes(${days.map(({ serviceDate }) => serviceDate)}::date[], ${days.map(({ since }) => since)}::xid8[],
                       ${knownFleet}, ${butOrderId})`)

/** The same of one day once its turn is taken, which lasts until the transaction ends. */
export const takeTurnAndReadChanges = (
  tx: Transaction,
  { serviceDate, since }: Seen,
  knownFleet: number,
  butOrderId: string | null,
): Promise<DayChanges> =>
  tx.one<DayChanges>(sql`
    select ${columns} from day_changes_in_turn(${serviceDate}, ${since}::xid8, ${knownFleet}, ${butOrderId})`)
