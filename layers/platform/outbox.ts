import type { Transaction } from './database.ts'
import { type Envelope, type EventDefinition, newEvent } from './events.ts'
import { nudgeRelay } from './relay-nudge.ts'
import type { z } from './schema.ts'
import { type Sql, sql } from './sql.ts'

/**
 * The statement that writes an event to the outbox, a row per carrier, for use as part of a larger statement.
 * @param when rows are written only if this condition holds
 */
export const outboxInsert = (definition: EventDefinition, event: Envelope, when: Sql = sql`true`): Sql => {
  nudgeRelay.request()
  return sql`
    insert into outbox (id, carrier, type, subject, sequence, envelope, secret)
    select ${event.id}::uuid, carrier, ${event.type}::text, ${event.subject}::text, ${event.sequence}::bigint,
           ${JSON.stringify(event)}::jsonb, ${definition.secret ?? []}::text[]
      from unnest(${definition.carriers}::text[]) as carrier
     where ${when}`
}

/**
 * Writes an event to the outbox of the transaction's service, so that it commits with its cause.
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
  await tx.run(outboxInsert(definition, newEvent(definition, subject, sequence, data)))
}
