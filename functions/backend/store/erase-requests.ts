import { database, type Transaction } from '@korob/platform/database'
import { type Sql, sql } from '@korob/platform/sql'
import { clientName, digestOf } from '../domain/ordering-client.ts'

/** Longer than any limit counts. */
const countedHours = 1

interface Person {
  id: string
  phone: string
}

const isTheirs = ({ id, phone }: Person): Sql =>
  sql`(client_digest = ${digestOf(clientName({ role: 'shopper', id }, ''))} or phone_digest = ${digestOf(phone)})`

/** How many checkouts that they began, or that were begun with their phone, are being worked on. */
export const countRunning = async (person: Person): Promise<number> => {
  const { running } = await database.one<{ running: number }>(sql`
    select count(*)::int as running from idempotency_keys where ${isTheirs(person)} and locked_until > now()`)
  return running
}

/**
 * Takes a person out of the checkouts that they began, or that were begun with their phone: a key that isn't answered keeps
 * what was asked. Its client sends it again if it comes; the schedule leaves such a key alone.
 * @returns how many are being worked on this moment, which are left as they are
 */
export const eraseRequests = async (tx: Transaction, person: Person): Promise<number> => {
  const { running } = await tx.one<{ running: number }>(sql`
    with theirs as (
      select scope, key, locked_until > now() as is_running, created_at < now() - ${countedHours} * interval '1 hour' as is_old
        from idempotency_keys where ${isTheirs(person)}
       order by scope, key for update
    ), erased as (
      update idempotency_keys as known
         set request = case when request is null then null else '{}'::jsonb end,
             client_digest = case when is_old then null else client_digest end,
             phone_digest = case when is_old then null else phone_digest end
        from theirs where known.scope = theirs.scope and known.key = theirs.key and is_running is not true
    )
    select count(*) filter (where is_running)::int as running from theirs`)
  return running
}
