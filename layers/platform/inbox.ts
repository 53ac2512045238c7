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
 * The same for many events, those of a subject by their sequences: `receive`, one after the other. In statements of sets,
 * which lock in the order of their keys.
 * @returns a receipt for each, in their order
 */
export const receiveAll = async (
  tx: Transaction,
  consumer: string,
  events: readonly Envelope[],
): Promise<Receipt[]> => {
  const arrived = await tx.many<{ id: string }>(sql`
    insert into inbox (consumer, event_id)
    select ${consumer}, id from unnest(${events.map(({ id }) => id)}::uuid[]) as id order by id
    on conflict do nothing
    returning event_id as id`)
  const fresh = new Set(arrived.map(({ id }) => id))
  const latest = new Map<string, Envelope>()
  for (const event of events) if (fresh.has(event.id)) keepLater(latest, event)
  const known = await raiseSequences(tx, consumer, [...latest.values()])
  return events.map((event): Receipt => {
    // Of two copies in one batch the first is the event.
    if (!fresh.delete(event.id)) return 'duplicate'
    const key = subjectKey(event)
    const before = known.get(key)
    if (before === undefined || event.sequence <= before) return 'stale'
    known.set(key, event.sequence)
    return 'new'
  })
}

const subjectKey = ({ source, subject }: Pick<Envelope, 'source' | 'subject'>): string =>
  JSON.stringify([source, subject])

const keepLater = (latest: Map<string, Envelope>, event: Envelope): void => {
  const key = subjectKey(event)
  const known = latest.get(key)
  if (!known || known.sequence < event.sequence) latest.set(key, event)
}

/** Answers for each subject that had an earlier sequence what it had; -1 where none was known. */
const raiseSequences = async (
  tx: Transaction,
  consumer: string,
  latest: readonly Envelope[],
): Promise<Map<string, number>> => {
  if (latest.length === 0) return new Map()
  const raised = await tx.many<{ source: string; subject: string; before: number }>(sql`
    insert into inbox_sequence as known (consumer, source, subject, sequence)
    select ${consumer}, source, subject, sequence
      from unnest(${latest.map(({ source }) => source)}::text[], ${latest.map(({ subject }) => subject)}::text[],
                  ${latest.map(({ sequence }) => sequence)}::bigint[]) as latest (source, subject, sequence)
     order by source, subject
    on conflict (consumer, source, subject) do update
      set sequence = excluded.sequence, updated_at = now()
      where known.sequence < excluded.sequence
    returning source, subject, coalesce(old.sequence, -1)::float8 as before`)
  return new Map(raised.map((row) => [subjectKey(row), row.before]))
}

/**
 * What `receive` does, for news that overtakes nothing: earlier events of its subject that come after it are no less true. It is stale
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
