import { on } from '@korob/platform/consumer'
import { closeDatabase, database, transaction } from '@korob/platform/database'
import { Unreachable } from '@korob/platform/errors'
import { defineEvent, type Envelope, newEvent } from '@korob/platform/events'
import { publish } from '@korob/platform/outbox'
import { dropSession } from '@korob/platform/rabbit'
import { applyTopology } from '@korob/platform/rabbit-admin'
import { type RabbitMqEvent, rabbitConsumer } from '@korob/platform/rabbit-consumer'
import { relay } from '@korob/platform/relay'
import { z } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'
import { parkedQueue, retryQueue } from '@korob/platform/topology'
import { type Channel, type ChannelModel, connect, type GetMessage } from 'amqplib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { lambdaContext } from '../support/lambda-context.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { createVhost, type Vhost } from '../support/vhost.ts'

const queue = 'orders.delivery'

const moved = defineEvent({
  type: 'delivery.moved',
  source: 'delivery',
  carriers: ['rabbitmq'],
  dataversion: 1,
  description: 'For these tests.',
  data: z.object({ text: z.string() }),
})
const whispered = defineEvent({ ...moved, type: 'delivery.whispered', secret: ['text'] })
const unheard = defineEvent({ ...moved, type: 'nobody.listens' })

let db: ServiceDatabase
let vhost: Vhost
let connection: ChannelModel
let channel: Channel

const publishNow = relay('rabbitmq')
const runRelay = () => publishNow({}, lambdaContext())

const outbox = () =>
  database.many<{ published: boolean; attempts: number; lastError: string | null; envelope: Envelope }>(sql`
    select published_at is not null as published, attempts, last_error as "lastError", envelope
      from outbox order by position`)

const take = async (name: string): Promise<GetMessage | undefined> =>
  (await channel.get(name, { noAck: true })) || undefined
const takeSoon = (name: string) => eventually(`a message in ${name}`, () => take(name))

/** The message as Lambda's mapping for Amazon MQ hands it over. */
const delivery = (message: {
  content: Buffer
  properties?: GetMessage['properties']
}): RabbitMqEvent['rmqMessagesByQueue'][string][number] => ({
  basicProperties: {
    contentType: message.properties?.contentType ?? 'application/json',
    contentEncoding: null,
    headers: message.properties?.headers ?? null,
    deliveryMode: 2,
    priority: null,
    correlationId: null,
    replyTo: null,
    expiration: null,
    messageId: message.properties?.messageId ?? null,
    timestamp: null,
    type: null,
    userId: null,
    appId: null,
    clusterId: null,
    bodySize: message.content.length,
  },
  redelivered: false,
  data: message.content.toString('base64'),
})

const batch = (...messages: { content: Buffer; properties?: GetMessage['properties'] }[]): RabbitMqEvent => ({
  eventSource: 'aws:rmq',
  eventSourceArn: 'arn:aws:mq:us-east-1:000000000000:broker:test',
  rmqMessagesByQueue: { [`${queue}::${vhost.name}`]: messages.map(delivery) },
})

const asMessage = (event: unknown) => ({
  content: Buffer.from(typeof event === 'string' ? event : JSON.stringify(event)),
})

beforeAll(async () => {
  process.env.RABBITMQ_RETRY_STEPS_MS = '150,300'
  db = await serviceDatabase('orders')
  vhost = await createVhost()
  await db.admin.query('set search_path = orders')
  await db.admin.query('create table effect (id bigint generated always as identity, subject text, text text)')
  await db.admin.query('grant all on effect to orders')
  await applyTopology()
  connection = await connect(vhost.url)
  channel = await connection.createChannel()
})

afterAll(async () => {
  await connection?.close()
  await vhost?.drop()
  await db?.drop()
})

beforeEach(async () => {
  await db.admin.query('truncate outbox, inbox, inbox_sequence, effect')
  for (const name of [queue, parkedQueue(queue), 'notifications.delivery']) await channel.purgeQueue(name)
})

describe('the database', () => {
  test('is told to be away when it doesn’t answer a statement in time', async () => {
    await closeDatabase()
    process.env.DATABASE_QUERY_TIMEOUT_MS = '100'
    await expect(database.run(sql`select pg_sleep(3)`)).rejects.toBeInstanceOf(Unreachable)
    await expect(transaction((tx) => tx.run(sql`select pg_sleep(3)`))).rejects.toBeInstanceOf(Unreachable)
    await closeDatabase()
    delete process.env.DATABASE_QUERY_TIMEOUT_MS
    await expect(
      transaction(async (tx) => {
        await tx.run(sql`set local statement_timeout = 50`)
        await tx.run(sql`select pg_sleep(3)`)
      }),
    ).rejects.toBeInstanceOf(Unreachable)
  })
})

describe('the outbox', () => {
  test('publishes what committed, once, and nothing that rolled back', async () => {
    await transaction((tx) => publish(tx, moved, 'order-1', 1, { text: 'kept' }))
    await expect(
      transaction(async (tx) => {
        await publish(tx, moved, 'order-2', 1, { text: 'undone' })
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    expect(await runRelay()).toEqual({ published: 1 })
    expect(await runRelay()).toEqual({ published: 0 })
    const message = await takeSoon(queue)
    expect(JSON.parse(message.content.toString())).toMatchObject({ subject: 'order-1', data: { text: 'kept' } })
    expect(message.properties).toMatchObject({ deliveryMode: 2, type: 'delivery.moved' })
    expect(await take(queue)).toBeUndefined()
  })

  test('keeps a row that no queue takes, with the reason', async () => {
    await transaction((tx) => publish(tx, unheard, 'order-1', 1, { text: '' }))
    expect(await runRelay()).toEqual({ published: 0 })
    expect(await outbox()).toMatchObject([
      { published: false, attempts: 1, lastError: expect.stringContaining('no queue takes') },
    ])
  })

  test('erases secrets once the broker has them', async () => {
    await transaction((tx) => publish(tx, whispered, 'order-1', 1, { text: '1234' }))
    await runRelay()
    expect((await takeSoon(queue)).content.toString()).toContain('1234')
    expect(JSON.stringify(await outbox())).not.toContain('1234')
  })

  test('holds events while the broker is away and sends them in order when it is back', async () => {
    const address = process.env.RABBITMQ_URL
    await dropSession()
    process.env.RABBITMQ_URL = 'amqp://127.0.0.1:1/none'
    await transaction((tx) => publish(tx, moved, 'order-1', 1, { text: 'first' }))
    await transaction((tx) => publish(tx, moved, 'order-1', 2, { text: 'second' }))
    expect(await runRelay()).toEqual({ published: 0 })
    // However long the next lines take.
    await db.admin.query("update outbox set next_attempt_at = now() + interval '1 hour'")
    process.env.RABBITMQ_URL = address
    await transaction((tx) => publish(tx, moved, 'order-1', 3, { text: 'third' }))
    // The third is due, but the first two of its order wait for their next attempt: it must not overtake them.
    expect(await runRelay()).toEqual({ published: 0 })
    await db.admin.query('update outbox set next_attempt_at = now()')
    expect(await runRelay()).toEqual({ published: 3 })
    for (const text of ['first', 'second', 'third'])
      expect(JSON.parse((await takeSoon(queue)).content.toString()).data.text).toBe(text)
  })

  test('lets single changes pass what came in bulk, and bulk get on beside however many of them', async () => {
    const write = (count: number, kind: string, bulk: boolean) =>
      db.admin.query(
        `insert into outbox (id, carrier, type, subject, sequence, envelope, bulk)
         select uuidv7(), 'rabbitmq', 'delivery.moved', $2 || n, 1, jsonb_build_object('time', now(), 'subject', $2 || n), $3
           from generate_series(1, $1) as n`,
        [count, kind, bulk],
      )
    await write(250, 'many-', true)
    await write(150, 'few-', false)
    expect(await runRelay()).toEqual({ published: 400 })
    // A batch commits at one time.
    const { rows } = await db.admin.query<{ few: number; many: number }>(
      `select count(*) filter (where not bulk)::int as few, count(*) filter (where bulk)::int as many
         from outbox group by published_at order by published_at`,
    )
    expect(rows.slice(0, 2)).toEqual([
      { few: 80, many: 20 },
      { few: 70, many: 30 },
    ])
  })

  test('publishes again what a crash left unmarked, and the consumer applies it once', async () => {
    await transaction((tx) => publish(tx, moved, 'order-1', 1, { text: 'twice sent' }))
    // The broker has the message when the relay dies: its transaction never commits.
    await db.admin.query(`
      create function crash() returns trigger language plpgsql as $$ begin raise exception 'crashed'; end $$;
      create trigger crash before update on outbox for each row execute function crash()`)
    await expect(runRelay()).rejects.toThrow('crashed')
    await db.admin.query('drop trigger crash on outbox; drop function crash()')
    expect(await runRelay()).toEqual({ published: 1 })
    const [first, second] = [await takeSoon(queue), await takeSoon(queue)]
    await applying(batch(first), lambdaContext())
    await applying(batch(second), lambdaContext())
    expect(await effects()).toEqual(['twice sent'])
  })

  test('two relays at once publish each event once', async () => {
    for (let n = 0; n < 30; n++) await transaction((tx) => publish(tx, moved, `order-${n}`, 1, { text: String(n) }))
    const [a, b] = await Promise.all([runRelay(), runRelay()])
    await runRelay()
    expect(a.published + b.published).toBeLessThanOrEqual(30)
    expect((await outbox()).every(({ published, attempts }) => published && attempts === 1)).toBe(true)
  })
})

const failing = new Set<string>()
const applying = rabbitConsumer(
  queue,
  on(moved, async (event, tx) => {
    await tx.run(sql`insert into effect (subject, text) values (${event.subject}, ${event.data.text})`)
    if (failing.has(event.subject)) throw new Error('not today')
    return undefined
  }),
)
const effects = async () =>
  (await database.many<{ text: string }>(sql`select text from effect order by id`)).map(({ text }) => text)

describe('a RabbitMQ consumer', () => {
  const event = (subject: string, sequence: number, text: string) => newEvent(moved, subject, sequence, { text })

  test('applies an event once, however often and however simultaneously it comes', async () => {
    const message = asMessage(event('order-1', 1, 'once'))
    await Promise.all([1, 2, 3, 4].map(() => applying(batch(message, message), lambdaContext())))
    expect(await effects()).toEqual(['once'])
  })

  test('drops what is older than what it has applied of the same order', async () => {
    await applying(batch(asMessage(event('order-1', 2, 'newer'))), lambdaContext())
    await applying(
      batch(asMessage(event('order-1', 1, 'older')), asMessage(event('order-2', 1, 'other'))),
      lambdaContext(),
    )
    expect(await effects()).toEqual(['newer', 'other'])
  })

  test('puts the messages of one batch in order', async () => {
    const messages = [3, 1, 2].map((sequence) => asMessage(event('order-1', sequence, String(sequence))))
    await applying(batch(...messages), lambdaContext())
    expect(await effects()).toEqual(['1', '2', '3'])
  })

  test.each([
    ['not JSON', '{', 'not valid JSON'],
    ['not an event', '{"hello":"world"}', 'not an event'],
    ['data of another shape', { ...event('order-9', 1, ''), data: { text: 7 } }, 'text'],
    ['a version from the future', { ...event('order-9', 1, ''), dataversion: 99 }, 'newer'],
  ])('parks %s with the reason, and does the rest of the batch', async (_case, poison, reason) => {
    await applying(batch(asMessage(poison), asMessage(event('order-1', 1, 'well'))), lambdaContext())
    expect(await effects()).toEqual(['well'])
    const parked = await takeSoon(parkedQueue(queue))
    expect(String(parked.properties.headers?.['x-korob-reason'])).toContain(reason)
    expect(parked.content.toString()).toBe(asMessage(poison).content.toString())
  })

  test('leaves no trace of a failed attempt, and succeeds when the message comes back from the retry queue', async () => {
    failing.add('order-1')
    await applying(batch(asMessage(event('order-1', 1, 'late'))), lambdaContext())
    expect(await effects()).toEqual([])
    failing.clear()
    const back = await takeSoon(queue)
    expect(back.properties.headers?.['x-korob-attempt']).toBe(2)
    await applying(batch(back), lambdaContext())
    expect(await effects()).toEqual(['late'])
  })

  test('takes the last step again and again, then parks', async () => {
    failing.add('order-1')
    const message = asMessage(event('order-1', 1, 'never'))
    const properties = (attempt: number) =>
      ({ headers: { 'x-korob-attempt': attempt } }) as unknown as GetMessage['properties']
    await applying(batch({ ...message, properties: properties(7) }), lambdaContext())
    expect((await takeSoon(queue)).properties.headers?.['x-korob-attempt']).toBe(8)
    await applying(batch({ ...message, properties: properties(12) }), lambdaContext())
    expect((await takeSoon(parkedQueue(queue))).properties.headers?.['x-korob-reason']).toContain('not today')
    failing.clear()
  })

  test('sets aside what it has no time for when the database hangs, and each is applied once', async () => {
    const texts = ['a', 'b', 'c', 'd', 'e', 'f']
    const messages = texts.map((text) => asMessage(event(`order-${text}`, 1, text)))
    await db.admin.query('begin')
    await db.admin.query('lock table orders.effect in exclusive mode')
    const endsAt = Date.now() + 12_500
    const nearlyOver = { ...lambdaContext(), getRemainingTimeInMillis: () => endsAt - Date.now() }
    await applying(batch(...messages), nearlyOver).finally(() => db.admin.query('commit'))
    const back: GetMessage[] = []
    for (const _ of texts) back.push(await takeSoon(queue))
    expect(new Set(back.map(({ properties }) => properties.headers?.['x-korob-reason']))).toEqual(
      new Set(['no time was left in the invocation']),
    )
    await applying(batch(...back), lambdaContext())
    expect((await effects()).sort()).toEqual(texts)
  })

  test('fails as a whole only when a message can be neither applied nor set aside', async () => {
    const address = process.env.RABBITMQ_URL
    await dropSession()
    process.env.RABBITMQ_URL = 'amqp://127.0.0.1:1/none'
    failing.add('order-1')
    await expect(applying(batch(asMessage(event('order-1', 1, 'x'))), lambdaContext())).rejects.toThrow('set aside')
    failing.clear()
    process.env.RABBITMQ_URL = address
    await applying(batch(asMessage(event('order-1', 1, 'x'))), lambdaContext())
    expect(await effects()).toEqual(['x'])
  })
})

test('the topology can be applied again, and messages in retry reach their own queue only', async () => {
  await applyTopology()
  channel.sendToQueue(retryQueue(queue, 1), Buffer.from('later'), { persistent: true })
  expect((await takeSoon(queue)).content.toString()).toBe('later')
  expect(await take('notifications.delivery')).toBeUndefined()
})
