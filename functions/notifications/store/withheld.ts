import { database } from '@korob/platform/database'
import { rawSql, sql } from '@korob/platform/sql'

/**
 * Holds for a text `m` whose number was blocked or opted out after the text had been let through: domain/admission.ts, for
 * what may have changed since.
 */
export const isWithheld = rawSql(`(exists (select from blocked_numbers where phone = m.recipient)
             or (not m.secret and exists (select from opt_outs where phone = m.recipient)))`)

/** Lets go of texts that were still to go to such numbers. */
export const dropWithheld = (): Promise<number> =>
  database.run(sql`
    update messages as m
       set status = 'dropped', due_at = null, finished_at = now(), updated_at = now(),
           reason = case when exists (select from blocked_numbers where phone = m.recipient) then 'blocked'
                         else 'opted_out' end
     where id in (select id from messages as m
                   where due_at is not null and status = 'queued' and ${isWithheld} order by id for update skip locked)`)
