import { type Database, database, type Transaction } from '@korob/platform/database'
import { rawSql, sql } from '@korob/platform/sql'
import type { Slot, SlotTemplate } from '../domain/slots.ts'

export interface SlotWindow {
  id: string
  startsAt: Date
  endsAt: Date
}

export interface LockedSlot extends SlotWindow {
  /** At most so many; null: as many as can be driven. */
  capacity: number | null
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

export interface DayOfSlot extends SlotWindow {
  serviceDate: string
}

const daysOfSlots = new Map<string, DayOfSlot>()
const mostKnown = 500

/** The day and window of a slot, so that its turn can be taken before it is locked. From memory: they never change. */
export const readDayOfSlot = async (db: Database, slotId: string): Promise<DayOfSlot | undefined> => {
  const known = daysOfSlots.get(slotId)
  if (known) return known
  const slot = await db.maybe<DayOfSlot>(sql`
    select id, starts_at as "startsAt", ends_at as "endsAt", service_date as "serviceDate" from slot where id = ${slotId}`)
  if (daysOfSlots.size >= mostKnown) daysOfSlots.clear()
  if (slot) daysOfSlots.set(slotId, slot)
  return slot
}

/** Open slots that begin after `after`, the earliest first. Whether a place is free is seen once the day's turn is taken. */
export const openSlots = (tx: Transaction, after: Date): Promise<DayOfSlot[]> =>
  tx.many<DayOfSlot>(sql`
    select id, starts_at as "startsAt", ends_at as "endsAt", service_date as "serviceDate" from slot
     where cutoff_at > now() and capacity is distinct from 0 and starts_at > ${after} order by starts_at`)

export interface OfferedSlot extends DayOfSlot {
  open: boolean
  /** Below its upper bound. */
  free: boolean
}

/** Slots that are still to begin. Counted per slot, and only where there is a bound, so that years of deliveries cost nothing. */
export const readOfferedSlots = (): Promise<OfferedSlot[]> =>
  database.many<OfferedSlot>(sql`
    select id, starts_at as "startsAt", ends_at as "endsAt", service_date as "serviceDate", cutoff_at > now() as open,
           case when capacity is null then true
                else capacity > places_taken(id, '00000000-0000-0000-0000-000000000000') end as free
      from slot
     where starts_at > now() and capacity is distinct from 0
     order by starts_at`)

export const readSlotTemplates = (): Promise<SlotTemplate[]> =>
  database.many<SlotTemplate>(sql`
    select id, weekdays, starts_minute as "startsMinute", ends_minute as "endsMinute", cutoff_minutes as "cutoffMinutes",
           capacity
      from slot_template order by starts_minute, id`)

/** Writes slots. Known ones keep their windows and follow their template, unless an operator has set them apart. Returns how many rows changed. */
export const writeSlots = (slots: readonly Slot[]): Promise<number> =>
  database.run(sql`
    insert into slot (id, service_date, starts_at, ends_at, cutoff_at, capacity, template_id)
    select * from unnest(
      ${slots.map(({ id }) => id)}::text[], ${slots.map(({ serviceDate }) => serviceDate)}::date[],
      ${slots.map(({ startsAt }) => startsAt)}::timestamptz[], ${slots.map(({ endsAt }) => endsAt)}::timestamptz[],
      ${slots.map(({ cutoffAt }) => cutoffAt)}::timestamptz[], ${slots.map(({ capacity }) => capacity)}::integer[],
      ${slots.map(({ templateId }) => templateId)}::uuid[])
    on conflict (id) do update
      set capacity = excluded.capacity, cutoff_at = least(excluded.cutoff_at, slot.starts_at), template_id = excluded.template_id
      where slot.revision = 1 and slot.starts_at > now()
        and (slot.capacity, slot.cutoff_at, slot.template_id)
            is distinct from (excluded.capacity, least(excluded.cutoff_at, slot.starts_at), excluded.template_id)`)

/** The slot a delivery has. */
export const readSlot = (db: Database, deliveryId: string): Promise<SlotWindow> =>
  db.one<SlotWindow>(sql`
    select slot.id, starts_at as "startsAt", ends_at as "endsAt"
      from delivery join slot on slot.id = slot_id where delivery.id = ${deliveryId}`)

export const readSlotOfOrder = async (db: Database, orderId: string): Promise<{ slotId: string | null }> =>
  (await db.maybe<{ slotId: string | null }>(sql`
    select slot_id as "slotId" from delivery where order_id = ${orderId}`)) ?? { slotId: null }
