import type { Transaction } from './database.ts'
import type { Envelope } from './events.ts'
import { sql } from './sql.ts'

/** `stale`: a later event of the same aggregate has been applied already. */
export type Receipt = 'new' | 'duplicate' | 'stale'

/**
 * Records that `consumer` takes this event, in the transaction of its effect. Two deliveries of one event at the same
 * time wait for each other on the primary key; those of one subject wait on the sequence row, in arrival order.
 */
export const receive = async (tx: Transaction, consumer: string, event: Envelope): Promise<Receipt> => {
  const fresh = await tx.run(sql`
    insert into inbox (consumer, event_id) values (${consumer}, ${event.id}) on conflict do nothing`)
  if (fresh === 0) return 'duplicate'
  const newest = await tx.run(sql`
    insert into inbox_sequence as known (consumer, source, subject, sequence)
    values (${consumer}, ${event.source}, ${event.subject}, ${event.sequence})
    on conflict (consumer, source, subject) do update
      set sequence = excluded.sequence, updated_at = now()
      where known.sequence < excluded.sequence`)
  return newest === 0 ? 'stale' : 'new'
}

/**
 * The same for news that overtakes nothing: earlier events of its subject that come after it are no less true. It is stale
 * itself once a later one has been applied.
 */
export const receiveAside = async (tx: Transaction, consumer: string, event: Envelope): Promise<Receipt> => {
  const fresh = await tx.run(sql`
    insert into inbox (consumer, event_id) values (${consumer}, ${event.id}) on conflict do nothing`)
  if (fresh === 0) return 'duplicate'
  const { isStale } = await tx.one<{ isStale: boolean }>(sql`
    select exists (select from inbox_sequence
                    where consumer = ${consumer} and source = ${event.source} and subject = ${event.subject}
                      and sequence >= ${event.sequence}) as "isStale"`)
  return isStale ? 'stale' : 'new'
}

/** Forgets receipts older than any redelivery can be. Outbox rows stay 7 days for replay; receipts stay twice that. */
export const purgeInbox = async (tx: Transaction): Promise<number> => {
  await tx.run(sql`delete from inbox_sequence where updated_at < now() - interval '90 days'`)
  return tx.run(sql`delete from inbox where received_at < now() - interval '14 days'`)
}
