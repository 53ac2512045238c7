import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import type { Context } from 'aws-lambda'
import { setting } from './config.ts'
import { database, type Transaction, transaction } from './database.ts'
import type { Carrier, Envelope } from './events.ts'
import { purgeInbox } from './inbox.ts'
import { middleware } from './middleware.ts'
import { count, logger } from './observability.ts'
import { publishConfirmed } from './rabbit.ts'
import { type Sql, sql } from './sql.ts'
import { sendBatch, sendBatchSize } from './sqs.ts'
import { exchange } from './topology.ts'

const batchSize = 100
/** What of each batch is kept for bulk, so that it gets on however much else there is. */
const bulkShare = 20
/** Rows stay this long after publishing, for replay. */
const keepDays = 7

interface OutboxRow {
  id: string
  carrier: Carrier | 'sqs'
  type: string
  subject: string
  envelope: Envelope
  attempts: number
  bulk: boolean
  onlyInto: string | null
}

type Outcome = PromiseSettledResult<unknown>
type Publisher = (rows: readonly OutboxRow[]) => Promise<Outcome[]>

const sns = new SNSClient({ maxAttempts: 2 })

const toRabbitMq: Publisher = (rows) =>
  publishConfirmed(
    rows.map(({ id, type, envelope, onlyInto }) => ({
      // By the default exchange a queue is its own routing key.
      ...(onlyInto === null ? { exchange, routingKey: type } : { exchange: '', routingKey: onlyInto }),
      content: Buffer.from(JSON.stringify(envelope)),
      options: {
        messageId: id,
        type,
        contentType: 'application/cloudevents+json',
        correlationId: envelope.correlationid,
        headers: { traceparent: envelope.traceparent },
        timestamp: Math.floor(Date.parse(envelope.time) / 1000),
      },
    })),
  )

const toSns: Publisher = (rows) =>
  Promise.allSettled(
    rows.map(({ type, envelope }) =>
      sns.send(
        new PublishCommand({
          TopicArn: setting('EVENTS_TOPIC_ARN'),
          Message: JSON.stringify(envelope),
          MessageAttributes: { type: { DataType: 'String', StringValue: type } },
        }),
        { abortSignal: AbortSignal.timeout(5_000) },
      ),
    ),
  )

const toQueue = async (queueUrl: string, rows: readonly OutboxRow[]): Promise<Outcome[]> => {
  const outcomes: Outcome[] = []
  for (let start = 0; start < rows.length; start += sendBatchSize) {
    const chunk = rows.slice(start, start + sendBatchSize)
    try {
      const refused = await sendBatch(
        queueUrl,
        chunk.map(({ envelope }) => JSON.stringify(envelope)),
      )
      for (const index of chunk.keys())
        outcomes.push(
          refused.has(index)
            ? { status: 'rejected', reason: new Error(refused.get(index)) }
            : { status: 'fulfilled', value: undefined },
        )
    } catch (reason) {
      outcomes.push(...chunk.map((): Outcome => ({ status: 'rejected', reason })))
    }
  }
  return outcomes
}

// Two queues, since a queue of messages for many would be as long for those of few.
const toSqs: Publisher = async (rows) => {
  const outcomes = new Map<OutboxRow, Outcome>()
  for (const [isBulk, some] of Map.groupBy(rows, ({ bulk }) => bulk)) {
    const told = await toQueue(setting(isBulk ? 'INDEX_BULK_QUEUE_URL' : 'INDEX_QUEUE_URL'), some)
    for (const [at, row] of some.entries()) outcomes.set(row, told[at] as Outcome)
  }
  return rows.map((row) => outcomes.get(row) as Outcome)
}

const publishers: Record<OutboxRow['carrier'], Publisher> = { rabbitmq: toRabbitMq, sns: toSns, sqs: toSqs }

// `position` keeps the order in which an aggregate's events were written. Rows another relay works on are skipped, and so
// is every later row of an aggregate that waits for its next attempt: no event overtakes an earlier one that failed.
const dueIn = (lane: Sql, carrier: OutboxRow['carrier'], limit: Sql): Sql => sql`
    select id, carrier, type, subject, envelope, attempts, bulk, only_into, position
      from outbox as due
     where published_at is null and ${lane} and next_attempt_at <= now() and carrier = ${carrier}
       and not exists (
         select from outbox as earlier
          where earlier.subject = due.subject and earlier.carrier = due.carrier and earlier.published_at is null
            and earlier.position < due.position and earlier.next_attempt_at > now())
     order by position
     limit ${limit}
       for update skip locked`

const takeDue = (tx: Transaction, carrier: OutboxRow['carrier']): Promise<OutboxRow[]> =>
  tx.many<OutboxRow>(sql`
    with few as (${dueIn(sql`not bulk`, carrier, sql`${batchSize - bulkShare}`)}),
         many as (${dueIn(sql`bulk`, carrier, sql`${batchSize}::int - (select count(*) from few)`)})
    select id, carrier, type, subject, envelope, attempts, bulk, only_into as "onlyInto"
      from (select * from few union all select * from many) as batch
     order by bulk, position`)

const markPublished = (tx: Transaction, carrier: string, ids: readonly string[]): Promise<number> =>
  tx.run(sql`
    update outbox
       set published_at = now(), attempts = attempts + 1, last_error = null, only_into = null,
           envelope = case when secret = '{}' then envelope
                           else jsonb_set(envelope, '{data}', (envelope -> 'data') - secret) end
     where carrier = ${carrier} and id = any(${ids}::uuid[])`)

// 1 s doubling to 2 min, with up to a fifth more so that a crowd of rows doesn't come back at once.
const markFailed = (tx: Transaction, carrier: string, id: string, reason: string): Promise<number> =>
  tx.run(sql`
    update outbox
       set attempts = attempts + 1, last_error = ${reason.slice(0, 1000)},
           next_attempt_at = now() + least(120, power(2, least(attempts, 7))) * (1 + random() / 5) * interval '1 second'
     where carrier = ${carrier} and id = ${id}`)

/** Publishes one batch of a carrier; rows stay locked until each is marked. Returns how many were taken and published. */
const relayBatch = (carrier: OutboxRow['carrier']): Promise<{ taken: number; published: number }> =>
  transaction(async (tx) => {
    const rows = await takeDue(tx, carrier)
    if (rows.length === 0) return { taken: 0, published: 0 }
    const outcomes = await publishers[carrier](rows)
    const published = rows.filter((_, index) => outcomes[index]?.status === 'fulfilled').map(({ id }) => id)
    await markPublished(tx, carrier, published)
    for (const [index, row] of rows.entries()) {
      const outcome = outcomes[index]
      if (outcome?.status === 'rejected') await markFailed(tx, carrier, row.id, String(outcome.reason))
    }
    return { taken: rows.length, published: published.length }
  })

const relayCarrier = async (carrier: OutboxRow['carrier'], deadlineMs: number): Promise<number> => {
  let total = 0
  while (Date.now() < deadlineMs) {
    const { taken, published } = await relayBatch(carrier)
    total += published
    if (published < taken) logger.warn('events not published yet', { carrier, failed: taken - published })
    if (taken === 0 || published < taken) break
  }
  return total
}

const purge = () =>
  transaction(async (tx) => {
    await purgeInbox(tx)
    await tx.run(sql`delete from outbox where published_at < now() - ${keepDays} * interval '1 day'`)
  })

interface RelayAnswer {
  published: number
}

/**
 * The Lambda handler of a service's relay: empties its outbox. Called right after a commit and by a schedule; several may
 * run at once. A crash between publishing and marking publishes again: consumers have an inbox.
 */
export const relay = (...carriers: OutboxRow['carrier'][]) =>
  middleware(async (event: { reason?: string; purge?: boolean }, context: Context): Promise<RelayAnswer> => {
    // Leaves the last batch time for its confirms and its commit.
    const deadlineMs = Date.now() + context.getRemainingTimeInMillis() - 12_000
    const totals = await Promise.all(carriers.map((carrier) => relayCarrier(carrier, deadlineMs)))
    const published = totals.reduce((sum, one) => sum + one, 0)
    count('eventsPublished', published)
    if (event.purge) await purge()
    const waiting = await database.one<{ seconds: number }>(sql`
      select coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as seconds from outbox where published_at is null`)
    count('oldestUnpublishedSeconds', Math.round(waiting.seconds))
    return { published }
  })
