import { type AuditRow, readAuditLog, recordAction } from './audit-log.ts'
import { database, transaction } from './database.ts'
import { subjectsOf } from './events.ts'
import { defineOperation, serve } from './operation.ts'
import { dropUnpublished } from './outbox-drop.ts'
import { nudgeRelay } from './relay-nudge.ts'
import { instant, uuid, z } from './schema.ts'
import { rawSql, type Sql, sql } from './sql.ts'
import { type QueueName, queues } from './topology.ts'

/**
 * What a service can tell operators of itself: what it did for an order or a request, what its outbox holds, and what
 * operators did to it. Each service answers for its own schema; who asks puts the answers together.
 */

/** Something that happened, as the service wrote it down. */
export const trailEntry = z.object({
  at: instant,
  /** What kind of record it is: history, stock, delivery, text, outbox, inbox, audit … */
  kind: z.string(),
  what: z.string(),
  correlationId: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
})
export type TrailEntry = z.infer<typeof trailEntry>

/** An order's, or those of one request. */
export const trailQuery = z.union([z.object({ orderId: uuid }), z.object({ correlationId: z.string().min(1).max(64) })])
export type TrailQuery = z.infer<typeof trailQuery>

export const auditEntry = z
  .object({
    id: uuid,
    service: z.string(),
    at: instant,
    actorId: z.string(),
    action: z.string(),
    target: z.object({ type: z.string(), id: z.string() }),
    correlationId: z.string(),
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.infer<typeof auditEntry>

export const auditQuery = z.object({
  actorId: z.string().max(64).optional(),
  targetId: z.string().max(128).optional(),
  action: z.string().max(64).optional(),
  before: uuid.optional(),
  limit: z.int().min(1).max(200),
})

export const outboxRow = z
  .object({
    id: uuid,
    carrier: z.enum(['sns', 'rabbitmq', 'sqs']),
    type: z.string(),
    subject: z.string(),
    sequence: z.int(),
    createdAt: instant,
    publishedAt: instant.nullable(),
    attempts: z.int(),
    lastError: z.string().nullable(),
    droppedReason: z.string().nullable().describe('Why an operator dropped it; then nobody published it'),
  })
  .meta({ id: 'OutboxRow' })

/** Rows of an outbox: by their ids, or all that a filter fits. */
export const outboxFilter = z.object({
  ids: z.array(uuid).min(1).max(500).optional(),
  type: z.string().max(128).optional(),
  subject: z.string().max(128).optional(),
  from: instant.optional(),
  to: instant.optional(),
})
export type OutboxFilter = z.infer<typeof outboxFilter>

/** Consumers that events can be published to again, each alone. */
export const replayInto = z
  .enum(queues.map(({ name }) => name))
  .meta({ id: 'ConsumerQueue', description: 'A queue of RabbitMQ that a consumer reads' })

/** The operations of a service's function `records`. */
export const recordsOf = (service: string) => {
  const common = { service, function: 'records', refusals: [], timeoutMs: 6_000 } as const
  return {
    trail: defineOperation({
      ...common,
      name: 'trail',
      description: 'What the service wrote down of an order, or of one request.',
      input: z.object({ query: trailQuery }),
      output: z.object({ entries: z.array(trailEntry) }),
    }),
    receipts: defineOperation({
      ...common,
      name: 'receipts',
      description: 'Which of these events the service has taken, and when.',
      input: z.object({ eventIds: z.array(uuid).max(1000) }),
      output: z.object({ entries: z.array(trailEntry) }),
    }),
    audit: defineOperation({
      ...common,
      name: 'audit',
      description: 'What operators did to the service, the latest first.',
      input: auditQuery,
      output: z.object({ entries: z.array(auditEntry) }),
    }),
    outbox: defineOperation({
      ...common,
      name: 'outbox',
      description: 'Rows of the outbox, the latest first, at most 200.',
      input: outboxFilter,
      output: z.object({ rows: z.array(outboxRow) }),
    }),
    replay: defineOperation({
      ...common,
      name: 'replay',
      description:
        'Publishes rows of the last 7 days again, with their event ids: consumers that had them take them for duplicates. Rows whose secrets were erased stay. With `into`, those that RabbitMQ carries, to this queue alone. At most 10,000 a call, the oldest first.',
      input: outboxFilter.extend({ into: replayInto.optional(), operatorId: z.string().min(1).max(64) }),
      output: z.object({ replayed: z.int().min(0) }),
    }),
    drop: defineOperation({
      ...common,
      name: 'drop',
      description:
        'Settles events that wait to be published without publishing them; a replay publishes them all the same. What a relay is just publishing stays.',
      input: z.object({
        ids: z.array(uuid).min(1).max(500),
        reason: z.string().trim().min(1).max(500),
        operatorId: z.string().min(1).max(64),
      }),
      output: z.object({ dropped: z.int().min(0) }),
    }),
  }
}

const outboxConditions = (filter: OutboxFilter): Sql => {
  const { ids, type, subject, from, to } = filter
  return sql`
    (${ids ?? null}::uuid[] is null or id = any(${ids ?? null}::uuid[]))
    and (${type ?? null}::text is null or type = ${type ?? null})
    and (${subject ?? null}::text is null or subject = ${subject ?? null})
    and (${from ?? null}::timestamptz is null or created_at >= ${from ?? null}::timestamptz)
    and (${to ?? null}::timestamptz is null or created_at < ${to ?? null}::timestamptz)`
}

interface OutboxRecord {
  id: string
  carrier: 'sns' | 'rabbitmq' | 'sqs'
  type: string
  subject: string
  sequence: number
  createdAt: Date
  publishedAt: Date | null
  attempts: number
  lastError: string | null
  droppedReason: string | null
}

const outboxColumns = rawSql(
  `id, carrier, type, subject, sequence, created_at as "createdAt", published_at as "publishedAt", attempts, last_error as "lastError", dropped_reason as "droppedReason"`,
)

const iso = (date: Date | null): string | null => date?.toISOString() ?? null

const listOutbox = async (filter: OutboxFilter) => {
  const rows = await database.many<OutboxRecord>(sql`
    select ${outboxColumns} from outbox where ${outboxConditions(filter)} order by position desc limit 200`)
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString(), publishedAt: iso(row.publishedAt) }))
}

/** The rows count as not published yet: the relay does the rest. */
const replayOutbox = (
  service: string,
  { operatorId, into, ...filter }: OutboxFilter & { operatorId: string; into?: QueueName | undefined },
) =>
  transaction(async (tx) => {
    const replayed = await tx.run(sql`
      update outbox set published_at = null, next_attempt_at = now(), attempts = 0, last_error = null,
                        dropped_reason = null, only_into = ${into ?? null}
       where (id, carrier) in (
         select id, carrier from outbox
          where published_at > now() - interval '7 days' and secret = '{}' and ${outboxConditions(filter)}
            and (${into ?? null}::text is null or carrier = 'rabbitmq')
          order by position limit 10000 for update skip locked)`)
    if (replayed > 0) nudgeRelay.request()
    const target = { type: 'outbox', id: service }
    await recordAction(tx, { operatorId, action: 'outbox.replay', target, after: { ...filter, into, replayed } })
    return { replayed }
  })

const auditView =
  (service: string) =>
  ({ targetType, targetId, at, ...row }: AuditRow) => ({
    ...row,
    service,
    at: at.toISOString(),
    target: { type: targetType, id: targetId },
  })

const outboxTrail = async (query: TrailQuery): Promise<TrailEntry[]> => {
  const rows = await database.many<OutboxRecord & { correlationId: string }>(sql`
    select ${outboxColumns}, envelope ->> 'correlationid' as "correlationId" from outbox
     where ${'orderId' in query ? sql`subject = any(${subjectsOf(query.orderId)}::text[])` : sql`envelope ->> 'correlationid' = ${query.correlationId}`}
     order by position limit 500`)
  return rows.map(
    ({ createdAt, type, correlationId, id, carrier, sequence, publishedAt, attempts, lastError, droppedReason }) => ({
      at: createdAt.toISOString(),
      kind: 'outbox',
      what: type,
      correlationId,
      details: { eventId: id, carrier, sequence, publishedAt: iso(publishedAt), attempts, lastError, droppedReason },
    }),
  )
}

const auditTrail = async (query: TrailQuery): Promise<TrailEntry[]> => {
  const wanted = 'orderId' in query ? { targetId: query.orderId } : { correlationId: query.correlationId }
  const rows = await readAuditLog(database, { ...wanted, limit: 200 })
  return rows.map(({ at, action, correlationId, actorId, before, after }) => ({
    at: at.toISOString(),
    kind: 'audit',
    what: action,
    correlationId,
    details: { actorId, before, after },
  }))
}

const readReceipts = async (consumers: readonly string[], eventIds: readonly string[]): Promise<TrailEntry[]> => {
  const rows = await database.many<{ consumer: string; eventId: string; receivedAt: Date }>(sql`
    select consumer, event_id as "eventId", received_at as "receivedAt" from inbox
     where consumer = any(${consumers}::text[]) and event_id = any(${eventIds}::uuid[])`)
  return rows.map(({ consumer, eventId, receivedAt }) => ({
    at: receivedAt.toISOString(),
    kind: 'inbox',
    what: consumer,
    correlationId: null,
    details: { eventId },
  }))
}

/**
 * Serves a service's records.
 * @param consumers names of its inbox
 * @param ownTrail what it has written down besides outbox and audit log
 */
export const serveRecords = (
  service: string,
  consumers: readonly string[],
  ownTrail: (query: TrailQuery) => Promise<TrailEntry[]>,
) => {
  const records = recordsOf(service)
  return [
    serve(records.trail, async ({ query }) => ({
      entries: (await Promise.all([ownTrail(query), outboxTrail(query), auditTrail(query)])).flat(),
    })),
    serve(records.receipts, async ({ eventIds }) => ({ entries: await readReceipts(consumers, eventIds) })),
    serve(records.audit, async (filter) => ({
      entries: (await readAuditLog(database, filter)).map(auditView(service)),
    })),
    serve(records.outbox, async (filter) => ({ rows: await listOutbox(filter) })),
    serve(records.replay, (request) => replayOutbox(service, request)),
    serve(records.drop, dropUnpublished),
  ]
}
