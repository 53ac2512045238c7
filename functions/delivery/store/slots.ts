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

/** Places taken: deliveries, and holds that have not run out. Holds of `orderId` don't stand in its own way. */
export const placesTaken = async (tx: Transaction, slotId: string, orderId: string): Promise<number> => {
  const { taken } = await tx.one<{ taken: number }>(sql`
    select (select count(*) from delivery where slot_id = ${slotId} and status <> 'cancelled' and order_id <> ${orderId})
         + (select count(*) from hold
             where slot_id = ${slotId} and state = 'held' and expires_at > now() and order_id <> ${orderId}) as taken`)
  return taken
}

/** Open slots that begin after `after`, the earliest first. Whether a place is free is seen once a slot is locked. */
export const openSlotIds = async (tx: Transaction, after: Date): Promise<string[]> => {
  const rows = await tx.many<{ id: string }>(sql`
    select id from slot where cutoff_at > now() and capacity > 0 and starts_at > ${after} order by starts_at`)
  return rows.map(({ id }) => id)
}

export interface OfferedSlot extends SlotWindow {
  open: boolean
  free: number
}

/** Slots that are still to begin, with what is free in them. */
export const readOfferedSlots = (): Promise<OfferedSlot[]> =>
  database.many<OfferedSlot>(sql`
    with taken as (
      select slot_id, count(*) as places
        from (select slot_id from delivery where status <> 'cancelled' and slot_id is not null
              union all
              select slot_id from hold where state = 'held' and expires_at > now()) as place
       group by slot_id)
    select slot.id, starts_at as "startsAt", ends_at as "endsAt", cutoff_at > now() as open,
           greatest(0, capacity - coalesce(places, 0)) as free
      from slot left join taken on taken.slot_id = slot.id
     where starts_at > now() and capacity > 0
     order by starts_at`)

/** The heaviest order that a courier on the road in this slot can take, grams; 0 if there is none. */
export const heaviestLoad = async (db: Database, slotId: string): Promise<number> => {
  const { grams } = await db.one<{ grams: number | null }>(sql`
    select max(capacity_grams) as grams
      from slot
      join shift on shift.weekday = extract(isodow from slot.service_date)
      join courier on courier.id = shift.courier_id
     where slot.id = ${slotId}`)
  return grams ?? 0
}

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
