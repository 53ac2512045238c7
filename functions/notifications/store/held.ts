import type { Transaction } from '@korob/platform/database'
import { type Sql, sql } from '@korob/platform/sql'

// Also once the morning has come: until a sender has claimed it, a text surely has not gone. Those of several orders in the
// order of their ids, as whoever locks several texts does.
const heldOf = (orderIds: readonly string[], which: Sql = sql`true`): Sql => sql`
  id in (select id from messages as held
          where order_id = any(${orderIds}::uuid[]) and status = 'queued' and held_until is not null and ${which}
          order by id for update)`

/** Sends the orders' texts that wait for the morning: what is told now comes after them, and wakes who reads it anyway. */
export const releaseHeld = (tx: Transaction, orderIds: readonly string[]): Promise<number> =>
  tx.run(sql`
    update messages set due_at = case when held_until > now() then now() else due_at end, held_until = null, updated_at = now()
     where ${heldOf(orderIds)}`)

const supersede = (tx: Transaction, held: Sql): Promise<number> =>
  tx.run(sql`
    update messages
       set status = 'dropped', reason = 'superseded', due_at = null, finished_at = now(), updated_at = now()
     where ${held}`)

/** Lets go of the orders' texts that wait for the morning: they are not true any more. */
export const supersedeHeld = (tx: Transaction, orderIds: readonly string[]): Promise<number> =>
  supersede(tx, heldOf(orderIds))

/** Lets go of those by these templates, but for what tells one of these events. */
export const supersedeHeldOf = (
  tx: Transaction,
  orderIds: readonly string[],
  templates: readonly string[],
  eventIds: readonly string[] = [],
): Promise<number> =>
  supersede(tx, heldOf(orderIds, sql`template = any(${templates}::text[]) and event_id <> all(${eventIds}::uuid[])`))

/** Whether the order's shopper was, or is to be, told anything by these templates. */
export const isTold = async (tx: Transaction, orderId: string, templates: readonly string[]): Promise<boolean> =>
  (
    await tx.one<{ isTold: boolean }>(sql`
      select exists (select from messages where order_id = ${orderId} and template = any(${templates}::text[])) as "isTold"`)
  ).isTold

export interface Wording {
  template: string
  body: string
  encoding: string
  segments: number
}

/** Words the order's texts by a template anew that nobody has tried to send yet. */
export const reword = (tx: Transaction, orderId: string, wording: Wording): Promise<number> =>
  tx.run(sql`
    update messages
       set body = ${wording.body}, encoding = ${wording.encoding}, segments = ${wording.segments}, updated_at = now()
     where id in (select id from messages
                   where order_id = ${orderId} and template = ${wording.template} and status = 'queued' and attempts = 0
                   order by id for update)`)
