import { type Database, database, type Transaction } from '@korob/platform/database'
import { rawSql, sql } from '@korob/platform/sql'
import type { Shift, Slot } from '../domain/slots.ts'

export interface SlotWindow {
  id: string
  startsAt: Date
  endsAt: Date
}

export interface LockedSlot extends SlotWindow {
  capacity: number
  /** Its cut-off has not passed. */
  open: boolean
}

const slotColumns = rawSql('id, starts_at as "startsAt", ends_at as "endsAt", capacity, cutoff_at > now() as open')

/** The slot, so locked that nobody else gives away its places until commit. */
export const lockSlot = (tx: Transaction, slotId: string): Promise<LockedSlot | undefined> =>
  tx.maybe<LockedSlot>(sql`select ${slotColumns} from slot where id = ${slotId} for no key update`)

/** Places taken by other orders than this: deliveries, and holds that have not run out. Seen as of now, after the slot is locked. */
export const placesTaken = async (tx: Transaction, slotId: string, orderId: string): Promise<number> =>
  (await tx.one<{ taken: number }>(sql`select places_taken(${slotId}, ${orderId}) as taken`)).taken

/** Open slots that begin after `after`, the earliest first. Whether a place is free is seen once a slot is locked. */
export const openSlotIds = async (tx: Transaction, after: Date): Promise<string[]> => {
  const rows = await tx.many<{ id: string }>(sql`
    select id from slot where cutoff_at > now() and capacity > 0 and starts_at > ${after} order by starts_at`)
  return rows.map(({ id }) => id)
}

export interface OfferedSlot extends SlotWindow {
  open: boolean
  free: number
  /** Of the largest vehicle on duty that day. */
  maxWeightGrams: number
}

/** Slots that are still to begin, with what is free in them. Counted per slot, so that years of deliveries cost nothing. */
export const readOfferedSlots = (): Promise<OfferedSlot[]> =>
  database.many<OfferedSlot>(sql`
    with vehicle as (
      select weekday, max(capacity_grams) as grams from shift join courier on courier.id = courier_id group by weekday
    )
    select slot.id, starts_at as "startsAt", ends_at as "endsAt", cutoff_at > now() as open,
           greatest(0, capacity
             - (select count(*) from delivery where slot_id = slot.id and status <> 'cancelled')
             - (select count(*) from hold where slot_id = slot.id and state = 'held' and expires_at > now())) as free,
           coalesce((select grams from vehicle where weekday = extract(isodow from service_date)), 0) as "maxWeightGrams"
      from slot
     where starts_at > now() and capacity > 0
     order by starts_at`)

export const readShifts = (): Promise<Shift[]> =>
  database.many<Shift>(sql`select weekday, starts_minute as "startsMinute", ends_minute as "endsMinute" from shift`)

/** Writes slots; known ones keep their windows and get their new capacity. Returns how many rows changed. */
export const writeSlots = (slots: readonly Slot[]): Promise<number> =>
  database.run(sql`
    insert into slot (id, service_date, starts_at, ends_at, cutoff_at, capacity)
    select * from unnest(
      ${slots.map(({ id }) => id)}::text[], ${slots.map(({ serviceDate }) => serviceDate)}::date[],
      ${slots.map(({ startsAt }) => startsAt)}::timestamptz[], ${slots.map(({ endsAt }) => endsAt)}::timestamptz[],
      ${slots.map(({ cutoffAt }) => cutoffAt)}::timestamptz[], ${slots.map(({ capacity }) => capacity)}::integer[])
    on conflict (id) do update set capacity = excluded.capacity where slot.capacity <> excluded.capacity`)

/** The slot a delivery has. */
export const readSlot = (db: Database, deliveryId: string): Promise<SlotWindow> =>
  db.one<SlotWindow>(sql`
    select slot.id, starts_at as "startsAt", ends_at as "endsAt"
      from delivery join slot on slot.id = slot_id where delivery.id = ${deliveryId}`)

export const readSlotOfOrder = async (db: Database, orderId: string): Promise<{ slotId: string | null }> =>
  (await db.maybe<{ slotId: string | null }>(sql`
    select slot_id as "slotId" from delivery where order_id = ${orderId}`)) ?? { slotId: null }
