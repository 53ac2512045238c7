import { database } from '@korob/platform/database'
import { newId } from '@korob/platform/ids'
import { rawSql, sql } from '@korob/platform/sql'
import { isWithheld } from './withheld.ts'

/** A message under a sender's lease. Times are relative, by the database's clock. */
export interface ClaimedMessage {
  id: string
  orderId: string
  recipient: string
  body: string
  template: string
  /** `sending`: to be handed to the gateway. `unknown`: to be looked for at the gateway. */
  status: 'sending' | 'unknown'
  claim: string
  /** Attempts made, this one included. */
  attempts: number
  expiresInMs: number
  firstAttemptAt: Date
  sinceLastAttemptMs: number
  /** Since the gateway's list first lacked it though it had had its time; null: it hasn't yet. */
  notListedForMs: number | null
  correlationId: string
}

// A text waits for an earlier one of its order that is still to go; one that may have gone already, or waits for the
// morning, holds nobody up.
const noEarlierWaits = rawSql(`not exists (
           select from messages as earlier
            where earlier.order_id = m.order_id and earlier.position < m.position
              and earlier.status in ('queued', 'sending') and earlier.expires_at > now()
              and (earlier.held_until is null or earlier.held_until <= now()))`)

/**
 * Takes the lease on messages that are due: of these orders, or of any. A queued one becomes `sending`, with an attempt on
 * record, before its sender talks to the gateway; one whose sender's lease ran out becomes `unknown`, because it may have.
 * @param marksHandOver the sender marks what it hands over: of the others it is known that they were not
 */
export const claimDue = (
  limit: number,
  leaseMs: number,
  orderIds?: readonly string[],
  marksHandOver = false,
): Promise<ClaimedMessage[]> =>
  database.many<ClaimedMessage>(sql`
    with due as (
      select id, status = 'queued' as is_fresh
        from messages as m
       where due_at <= now() and (status <> 'sending' or handed_over is not false)
             and (status <> 'queued' or (expires_at > now() and ${noEarlierWaits} and not ${isWithheld}))
             ${orderIds ? sql`and order_id = any(${orderIds}::uuid[])` : rawSql('')}
       order by secret desc, due_at, position
       limit ${limit}
         for update skip locked),
    claimed as (
      update messages as m
         set status = case when is_fresh then 'sending' else 'unknown' end,
             attempts = attempts + is_fresh::int,
             first_attempt_at = case when is_fresh then coalesce(first_attempt_at, now()) else first_attempt_at end,
             -- Claimed texts wait for their turn: one may have been handed over until the lease ended.
             last_attempt_at = case when is_fresh then now() when m.status = 'sending' then m.due_at else last_attempt_at end,
             handed_over = case when not is_fresh then handed_over when ${marksHandOver} then false end,
             not_listed_at = case when not is_fresh then not_listed_at end,
             claim = ${newId()}, due_at = now() + ${leaseMs} * interval '1 millisecond', updated_at = now()
        from due
       where m.id = due.id
      returning m.*, is_fresh),
    attempt as (
      insert into message_attempts (message_id, number) select id, attempts from claimed where is_fresh)
    select id, order_id as "orderId", recipient, body, template, status, claim, attempts,
           (extract(epoch from expires_at - now()) * 1000)::float8 as "expiresInMs",
           first_attempt_at as "firstAttemptAt",
           (extract(epoch from now() - last_attempt_at) * 1000)::float8 as "sinceLastAttemptMs",
           (extract(epoch from now() - not_listed_at) * 1000)::float8 as "notListedForMs",
           correlation_id as "correlationId"
      from claimed
     order by position`)

/** Says that a claimed text leaves now. False: the lease was lost, and another sender may be at it. */
export const markHandedOver = async ({ id, claim }: ClaimedMessage): Promise<boolean> =>
  (await database.run(sql`
    update messages set handed_over = true, updated_at = now()
     where id = ${id} and claim = ${claim} and status = 'sending'`)) === 1

/** Has texts sent whose sender died before it handed them over. */
export const returnNotHandedOver = (): Promise<number> =>
  database.run(sql`
    update messages set status = 'queued', claim = null, due_at = now(), updated_at = now()
     where id in (select id from messages
                   where status = 'sending' and handed_over = false and due_at <= now() order by id for update skip locked)`)

/** Lets go of texts that waited until nobody needs them. */
export const dropExpired = (): Promise<number> =>
  database.run(sql`
    update messages set status = 'dropped', reason = 'expired', due_at = null, finished_at = now(), updated_at = now()
     where status = 'queued' and due_at is not null and expires_at <= now()`)

/**
 * Age of the oldest text that somebody still has to look after, seconds; one that waited for the morning is as old as that.
 * Those that only a receipt can tell of, for days maybe, are not waited for.
 */
export const oldestUnsentSeconds = async (): Promise<number> => {
  const { seconds } = await database.one<{ seconds: number }>(sql`
    select coalesce(extract(epoch from now() - min(coalesce(held_until, created_at))), 0)::float8 as seconds
      from messages
     where due_at is not null and (held_until is null or held_until <= now())
       and (status <> 'unknown' or due_at - updated_at <= interval '1 hour')`)
  return seconds
}
