import { database } from '@korob/platform/database'
import { rawSql, sql } from '@korob/platform/sql'
import type { ClaimedMessage } from './claim.ts'

/**
 * Holds for a text `m` whose number was blocked or opted out after the text had been let through: domain/admission.ts, for
 * what may have changed since.
 */
export const isWithheld = rawSql(`(exists (select from blocked_numbers where phone = m.recipient)
             or (not m.secret and exists (select from opt_outs where phone = m.recipient)))`)

const why = rawSql(
  `case when exists (select from blocked_numbers where phone = m.recipient) then 'blocked' else 'opted_out' end`,
)

/** Lets go of texts that were still to go to such numbers. */
export const dropWithheld = (): Promise<number> =>
  database.run(sql`
    update messages as m
       set status = 'dropped', reason = ${why}, due_at = null, finished_at = now(), updated_at = now()
     where id in (select id from messages as m
                   where due_at is not null and status = 'queued' and ${isWithheld} order by id for update skip locked)`)

/** Lets go of those of a lot that were claimed before their numbers were stopped, as if nobody had claimed them. @returns their ids */
export const dropStopped = async (claimed: readonly ClaimedMessage[]): Promise<string[]> => {
  const dropped = await database.many<{ id: string }>(sql`
    with claimed as (
      select * from unnest(${claimed.map(({ id }) => id)}::uuid[], ${claimed.map(({ attempts }) => attempts)}::integer[],
                           ${claimed.map(({ claim }) => claim)}::uuid[]) as claimed (id, number, claim)),
    stopped as materialized (
      select m.id, claimed.number from messages as m join claimed on claimed.id = m.id and claimed.claim = m.claim
       where m.status = 'sending' and ${isWithheld} order by m.id for update of m),
    attempt as (
      delete from message_attempts using stopped
       where message_id = stopped.id and message_attempts.number = stopped.number)
    update messages as m
       set status = 'dropped', reason = ${why}, attempts = m.attempts - 1, claim = null, due_at = null, handed_over = null,
           finished_at = now(), updated_at = now()
      from stopped where m.id = stopped.id
    returning m.id`)
  return dropped.map(({ id }) => id)
}
