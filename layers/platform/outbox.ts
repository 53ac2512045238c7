import type { Transaction } from './database.ts'
import { type EventDefinition, newEvent } from './events.ts'
import { nudgeRelay } from './relay-nudge.ts'
import type { z } from './schema.ts'
import { sql } from './sql.ts'

/**
 * Writes an event to the outbox of the transaction's service, a row per carrier, so that it commits with its cause.
 * The relay publishes it soon after: `http`, `operation` and consumers nudge the relay once the work is done.
 * @param sequence the aggregate's version after this change
 */
export const publish = async <Definition extends EventDefinition>(
  tx: Transaction,
  definition: Definition,
  subject: string,
  sequence: number,
  data: z.input<Definition['data']>,
): Promise<void> => {
  const event = newEvent(definition, subject, sequence, data)
  const json = JSON.stringify(event)
  for (const carrier of definition.carriers) {
    await tx.run(sql`
      insert into outbox (id, carrier, type, subject, sequence, envelope, secret)
      values (${event.id}, ${carrier}, ${event.type}, ${subject}, ${sequence}, ${json}, ${definition.secret ?? []})`)
  }
  nudgeRelay.request()
}

/** Puts ids for the search index on the outbox; the relay sends them to the queue in `INDEX_QUEUE_URL`. */
export const publishToQueue = async (tx: Transaction, type: string, subjects: readonly string[]): Promise<void> => {
  if (subjects.length === 0) return
  await tx.run(sql`
    insert into outbox (id, carrier, type, subject, sequence, envelope, secret)
    select uuidv7(), 'sqs', ${type}, subject, 0, jsonb_build_object('type', ${type}::text, 'subject', subject), '{}'
      from unnest(${subjects}::text[]) as subject`)
  nudgeRelay.request()
}
