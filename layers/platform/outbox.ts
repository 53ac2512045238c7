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

/**
 * Writes many events to the outbox in one statement; they are published in this order.
 * @see publish
 */
export const publishAll = async (
  tx: Transaction,
  events: readonly { definition: EventDefinition; event: Envelope }[],
): Promise<void> => {
  if (events.length === 0) return
  nudgeRelay.request()
  const rows = events.flatMap(({ definition: { carriers, secret = [] }, event }) =>
    carriers.map((carrier) => ({ carrier, secret, envelope: event })),
  )
  await tx.run(sql`
    insert into outbox (id, carrier, type, subject, sequence, envelope, secret)
    select (envelope ->> 'id')::uuid, row ->> 'carrier', envelope ->> 'type', envelope ->> 'subject',
           (envelope ->> 'sequence')::bigint, envelope, array(select jsonb_array_elements_text(row -> 'secret'))
      from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality as listed (row, place),
           lateral (select row -> 'envelope' as envelope) as one
     order by place`)
}
