import { type Database, database, type Transaction } from '@korob/platform/database'
import { type Sql, sql } from '@korob/platform/sql'
import type { SlotTemplate } from '../domain/slots.ts'

export type TemplateSettings = Omit<SlotTemplate, 'id'>
export type TemplateRow = SlotTemplate & { revision: number }

const templateColumns: Sql = sql`
  id, weekdays, starts_minute as "startsMinute", ends_minute as "endsMinute", cutoff_minutes as "cutoffMinutes", capacity,
  revision`

export const selectTemplates = (): Promise<TemplateRow[]> =>
  database.many<TemplateRow>(sql`select ${templateColumns} from slot_template order by starts_minute, id`)

export const lockTemplate = (tx: Transaction, templateId: string): Promise<TemplateRow | undefined> =>
  tx.maybe<TemplateRow>(sql`select ${templateColumns} from slot_template where id = ${templateId} for update`)

/** Whoever changes templates takes turns: two that begin together must not slip past each other. */
export const takeTurnForTemplates = async (tx: Transaction): Promise<void> => {
  await tx.run(sql`lock table slot_template in share row exclusive mode`)
}

/** Whether another template begins at the same minute of one of these days. */
export const beginsWithAnother = async (
  tx: Transaction,
  templateId: string,
  { weekdays, startsMinute }: TemplateSettings,
): Promise<boolean> =>
  (await tx.maybe(sql`
    select from slot_template
     where id <> ${templateId} and starts_minute = ${startsMinute} and weekdays && ${weekdays}::smallint[] limit 1`)) !==
  undefined

export const insertTemplate = (tx: Transaction, id: string, one: TemplateSettings): Promise<number> =>
  tx.run(sql`
    insert into slot_template (id, weekdays, starts_minute, ends_minute, cutoff_minutes, capacity)
    values (${id}, ${one.weekdays}, ${one.startsMinute}, ${one.endsMinute}, ${one.cutoffMinutes}, ${one.capacity})`)

export const updateTemplate = (tx: Transaction, id: string, one: TemplateSettings): Promise<number> =>
  tx.run(sql`
    update slot_template
       set weekdays = ${one.weekdays}, starts_minute = ${one.startsMinute}, ends_minute = ${one.endsMinute},
           cutoff_minutes = ${one.cutoffMinutes}, capacity = ${one.capacity}, revision = revision + 1
     where id = ${id}`)

export const deleteTemplate = (tx: Transaction, id: string): Promise<number> =>
  tx.run(sql`delete from slot_template where id = ${id}`)

/** Slots to come that no template makes any more give no place away; who has one keeps it. Returns how many. */
export const closeOrphans = (keptIds: readonly string[]): Promise<number> =>
  database.run(sql`
    update slot set capacity = 0
     where starts_at > now() and revision = 1 and capacity is distinct from 0 and not (id = any(${keptIds}::text[]))`)

export interface SlotRow {
  id: string
  startsAt: Date
  endsAt: Date
  cutoffAt: Date
  capacity: number | null
  /** Deliveries, and holds that have not run out. */
  taken: number
  revision: number
}

const slotColumns: Sql = sql`
  id, starts_at as "startsAt", ends_at as "endsAt", cutoff_at as "cutoffAt", capacity, revision,
  places_taken(id, '00000000-0000-0000-0000-000000000000') as taken`

export const selectSlotsOfDay = (serviceDate: string): Promise<SlotRow[]> =>
  database.many<SlotRow>(sql`select ${slotColumns} from slot where service_date = ${serviceDate} order by starts_at`)

export const selectSlot = (db: Database, slotId: string): Promise<SlotRow | undefined> =>
  db.maybe<SlotRow>(sql`select ${slotColumns} from slot where id = ${slotId}`)

/** Sets a slot apart from its template; undefined if it isn't at this revision. */
export const updateSlot = async (
  tx: Transaction,
  slotId: string,
  revision: number,
  { capacity, cutoffMinutes }: { capacity: number | null; cutoffMinutes: number },
): Promise<boolean> =>
  (await tx.run(sql`
    update slot
       set capacity = ${capacity}, cutoff_at = starts_at - ${cutoffMinutes} * interval '1 minute', revision = revision + 1
     where id = ${slotId} and revision = ${revision}`)) === 1
