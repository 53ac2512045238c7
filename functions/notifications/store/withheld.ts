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

/** What holds for a claimed text right before it leaves. `gone`: its claim is none any more, whoever ended it. */
export type LastLook = 'may go' | 'withheld' | 'expired' | 'gone'

/**
 * Asks of texts of a lot which may still go, and lets go of those that were claimed before their numbers were stopped, or until they
 * were of no use, as if nobody had claimed them. May be asked again when an answer was lost: what it let go of is no claim's any more.
 * @returns what holds for each, in their order
 */
export const lookAtLast = async (claimed: readonly ClaimedMessage[]): Promise<LastLook[]> => {
  const found = await database.many<{ id: string; reason: string | null }>(sql`
    with claimed as (
      select * from unnest(${claimed.map(({ id }) => id)}::uuid[], ${claimed.map(({ attempts }) => attempts)}::integer[],
                           ${claimed.map(({ claim }) => claim)}::uuid[]) as claimed (id, number, claim)),
    ours as materialized (
      select m.id, claimed.number,
             case when ${isWithheld} then ${why} when m.expires_at <= clock_timestamp() then 'expired' end as reason
        from messages as m join claimed on claimed.id = m.id and claimed.claim = m.claim
       where m.status = 'sending' order by m.id for update of m),
    attempt as (
      delete from message_attempts using ours
       where message_id = ours.id and message_attempts.number = ours.number and ours.reason is not null),
    dropped as (
      update messages as m
         set status = 'dropped', reason = ours.reason, attempts = m.attempts - 1, claim = null, due_at = null,
             handed_over = null, finished_at = now(), updated_at = now()
        from ours where m.id = ours.id and ours.reason is not null)
    select id, reason from ours`)
  const reasons = new Map(found.map(({ id, reason }) => [id, reason]))
  return claimed.map(({ id }) => {
    const reason = reasons.get(id)
    if (reason === undefined) return 'gone'
    if (reason === null) return 'may go'
    return reason === 'expired' ? 'expired' : 'withheld'
  })
}
