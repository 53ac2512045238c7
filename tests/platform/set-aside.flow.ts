import { randomUUID } from 'node:crypto'
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { transaction } from '@korob/platform/database'
import { defineEvent } from '@korob/platform/events'
import { publish } from '@korob/platform/outbox'
import { deleteRetired, lookAt, moveMessages, retire } from '@korob/platform/queue-moves'
import { applyTopology } from '@korob/platform/rabbit-admin'
import { relay } from '@korob/platform/relay'
import { z } from '@korob/platform/schema'
import { attemptHeader, exchange, parkedQueue, queues, reasonHeader, retiredQueues } from '@korob/platform/topology'
import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runMessageCommand } from '../../functions/backend/actions/message-command.ts'
import { listSetAside, workSetAside } from '../../functions/backend/actions/set-aside.ts'
import { tendQueues } from '../../functions/backend/actions/tend-queues.ts'
import { handler as records } from '../../functions/backend/handlers/records.ts'
import { eventually } from '../support/eventually.ts'
import { lambdaContext } from '../support/lambda-context.ts'
import { required } from '../support/required.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { createVhost, type Vhost } from '../support/vhost.ts'

const queue = 'notifications.delivery'
const place = `parked:${queue}`

let db: ServiceDatabase
let vhost: Vhost
let connection: ChannelModel
let channel: ConfirmChannel

const depth = async (name: string): Promise<number | undefined> => (await lookAt(connection, name))?.waiting
const put = async (name: string, bodies: readonly string[], headers: Record<string, unknown> = {}): Promise<void> => {
  for (const body of bodies)
    channel.publish('', name, Buffer.from(body), { persistent: true, headers, messageId: body })
  await channel.waitForConfirms()
}
const bodiesIn = async (name: string): Promise<string[]> => {
  const bodies: string[] = []
  for (let one = await channel.get(name, { noAck: true }); one; one = await channel.get(name, { noAck: true }))
    bodies.push(one.content.toString())
  return bodies
}
const audited = async () =>
  (await db.admin.query('select action, target_id, before from backend.audit_log order by id')).rows

beforeAll(async () => {
  process.env.DEAD_LETTERS = '{}'
  db = await serviceDatabase('backend')
  vhost = await createVhost()
  await applyTopology()
  connection = await connect(vhost.url)
  channel = await connection.createConfirmChannel()
})
beforeEach(async () => {
  for (const { name } of queues) for (const one of [name, parkedQueue(name)]) await channel.purgeQueue(one)
})
afterAll(async () => {
  await connection?.close()
  await vhost?.drop()
  await db?.drop()
})

describe('messages that a consumer gave up', () => {
  const event = JSON.stringify({ id: randomUUID(), type: 'delivery.departed', subject: 'order-1', data: {} })

  test('are listed with their reason, however often: RabbitMQ deletes none for being looked at', async () => {
    await put(parkedQueue(queue), [event, 'no JSON'], { [attemptHeader]: 13, [reasonHeader]: 'not today' })
    for (let time = 0; time < 25; time += 1) {
      const { places, messages } = await listSetAside({ place, limit: 10 })
      expect(places).toEqual([{ place, count: 2 }])
      expect(messages).toEqual([
        expect.objectContaining({ type: 'delivery.departed', subject: 'order-1', reason: 'not today', attempts: 12 }),
        expect.objectContaining({ type: null, eventId: null, sizeBytes: 7 }),
      ])
      expect(JSON.stringify(messages)).not.toContain('no JSON')
    }
    const { messages } = await listSetAside({ place, limit: 10 })
    expect((await listSetAside({ place, id: messages[1]!.id, limit: 1 })).messages).toEqual([
      expect.objectContaining({ body: 'no JSON' }),
    ])
    expect((await listSetAside({ limit: 1 })).places).toEqual([{ place, count: 2 }])
  })

  test('go to their consumer alone when retried, as if for the first time, and into the audit log', async () => {
    await put(parkedQueue(queue), [event, 'another'], { [attemptHeader]: 13, [reasonHeader]: 'not today' })
    const { messages } = await listSetAside({ place, limit: 10 })
    const id = messages[0]!.id
    expect(await workSetAside({ place, ids: [id, 'gone'], remedy: 'retry' }, 'o-1')).toEqual({ worked: 1 })
    const back = await eventually('the message', async () => (await channel.get(queue, { noAck: true })) || undefined)
    expect(back.content.toString()).toBe(event)
    expect(back.properties.headers).not.toHaveProperty(attemptHeader)
    expect(await depth('orders.delivery')).toBe(0)
    expect(await bodiesIn(parkedQueue(queue))).toEqual(['another'])
    expect((await audited()).at(-1)).toMatchObject({
      action: 'message.retry',
      target_id: id,
      before: { place, type: 'delivery.departed', reason: 'not today' },
    })
  })

  test('are gone when dropped, but only once the audit log has them', async () => {
    await put(parkedQueue(queue), ['one', 'two'])
    const { messages } = await listSetAside({ place, limit: 10 })
    const work = () => workSetAside({ place, ids: [messages[0]!.id], remedy: 'drop' }, 'o-1')
    await db.admin.query('alter table backend.audit_log rename to audit_log_away')
    await expect(work()).rejects.toThrow()
    await db.admin.query('alter table backend.audit_log_away rename to audit_log')
    expect(await depth(parkedQueue(queue))).toBe(2)
    expect(await work()).toEqual({ worked: 1 })
    expect(await work()).toEqual({ worked: 0 })
    expect((await audited()).at(-1)).toMatchObject({ action: 'message.drop', target_id: place })
    expect(await bodiesIn(parkedQueue(queue))).toEqual(['two'])
    await expect(listSetAside({ place: 'parked:nowhere', limit: 1 })).rejects.toMatchObject({ code: 'not_found' })
  })
})

const moved = defineEvent({
  type: 'delivery.moved',
  source: 'delivery',
  carriers: ['rabbitmq'],
  dataversion: 1,
  description: 'For these tests.',
  data: z.object({ text: z.string() }),
})

test('events of a time are published again into one consumer, with their ids, and to nobody else', async () => {
  for (const text of ['a', 'b', 'c']) await transaction((tx) => publish(tx, moved, `order-${text}`, 1, { text }))
  const publishNow = () => relay('rabbitmq')({}, lambdaContext())
  await publishNow()
  const before = (await bodiesIn(queue)).map((body) => JSON.parse(body).id)
  await bodiesIn('orders.delivery')
  const { rows } = await db.admin.query<{ at: Date }>(`select min(created_at) as at from backend.outbox`)
  const request = { operatorId: 'o-1', from: rows[0]!.at.toISOString().replace(/\.\d+Z/, '.000Z'), into: queue }
  const replay = { operation: 'replay', input: request, correlationId: 'test-replay', traceparent: '' }
  expect(await records(replay as never, lambdaContext())).toMatchObject({ output: { replayed: 3 } })
  await publishNow()
  expect((await bodiesIn(queue)).map((body) => JSON.parse(body).id)).toEqual(before)
  expect(await bodiesIn('orders.delivery')).toEqual([])
  // The next time it is for all again.
  await db.admin.query(`update backend.outbox set published_at = null`)
  await publishNow()
  expect(await depth('orders.delivery')).toBe(3)
})

test('events that wait are dropped with a reason, each on record, and are published only by a replay', async () => {
  const ask = async (operation: string, input: object) => {
    const answer = await records(
      { operation, input, correlationId: 'test-drop', traceparent: '' } as never,
      lambdaContext(),
    )
    return (answer as { output: unknown }).output
  }
  await db.admin.query('truncate backend.outbox')
  for (const text of ['a', 'b']) await transaction((tx) => publish(tx, moved, `order-${text}`, 1, { text }))
  const { rows } = await db.admin.query<{ id: string }>('select id from backend.outbox order by position')
  const [a, b] = rows.map(({ id }) => id) as [string, string]
  const drop = { ids: [a], reason: 'names a thing that never was', operatorId: 'o-1' }
  expect(await ask('drop', drop)).toEqual({ dropped: 1 })
  expect(await ask('drop', drop)).toEqual({ dropped: 0 })
  await relay('rabbitmq')({}, lambdaContext())
  expect((await bodiesIn('orders.delivery')).map((body) => JSON.parse(body).id)).toEqual([b])
  // What was published stays published.
  expect(await ask('drop', { ...drop, ids: [b] })).toEqual({ dropped: 0 })
  expect(await ask('outbox', { ids: [a] })).toMatchObject({ rows: [{ droppedReason: drop.reason, attempts: 0 }] })
  expect(await ask('audit', { targetId: a, limit: 10 })).toMatchObject({
    entries: [{ action: 'outbox.drop', actorId: 'o-1', after: { reason: drop.reason, type: 'delivery.moved' } }],
  })
  expect(await ask('replay', { ids: [a], operatorId: 'o-1' })).toEqual({ replayed: 1 })
  await relay('rabbitmq')({}, lambdaContext())
  expect((await bodiesIn('orders.delivery')).map((body) => JSON.parse(body).id)).toEqual([a])
  expect(await ask('outbox', { ids: [a] })).toMatchObject({ rows: [{ droppedReason: null }] })
})

describe('a queue that is replaced by one with other arguments', () => {
  const retired = { name: 'old.queue', into: 'new.queue', bindings: ['old.#'] }
  const quorum = { durable: true, arguments: { 'x-queue-type': 'quorum' } }
  const many = Array.from({ length: 250 }, (_, at) => `message ${at}`)

  beforeEach(async () => {
    await channel.assertQueue(retired.name, quorum)
    await channel.assertQueue(retired.into, { ...quorum, arguments: { ...quorum.arguments, 'x-delivery-limit': 7 } })
    for (const name of [retired.name, retired.into]) {
      await channel.bindQueue(name, exchange, 'old.#')
      await channel.purgeQueue(name)
    }
  })

  test('is left to its consumer while it has one, then unbound, and all it holds is moved in order', async () => {
    const reader = await connection.createChannel()
    await reader.prefetch(1)
    await reader.consume(retired.name, () => undefined)
    await put(retired.name, many, { kept: 'yes' })
    expect(await retire(connection, retired)).toBe('consumed')
    await reader.close()
    channel.publish(exchange, 'old.news', Buffer.from('to both'))
    await channel.waitForConfirms()
    await eventually('all are ready', async () => (await depth(retired.name)) === 251)
    expect(await retire(connection, retired)).toBe('moved')
    const first = await channel.get(retired.into)
    if (!first) throw new Error('nothing was moved')
    channel.nack(first)
    channel.publish(exchange, 'old.news', Buffer.from('to the new one'))
    await channel.waitForConfirms()
    expect(await retire(connection, retired)).toBe('empty')
    expect((await bodiesIn(retired.into)).sort()).toEqual([...many, 'to both', 'to both', 'to the new one'].sort())
    expect(await deleteRetired(connection, retired)).toBe(true)
    expect(await retire(connection, retired)).toBe('gone')
  })

  test('keeps what the new one does not take', async () => {
    await put(retired.name, many)
    await expect(moveMessages(connection, retired.name, 'nowhere')).rejects.toThrow('does not take')
    await eventually('all are back', async () => (await depth(retired.name)) === many.length)
  })

  test('is not deleted while anything is in it', async () => {
    await put(retired.name, ['one'])
    expect(await deleteRetired(connection, retired)).toBe(false)
    expect(await bodiesIn(retired.name)).toEqual(['one'])
  })

  test('stops a deployment that has it under its old name', async () => {
    await channel.deleteQueue('notifications.codes')
    await channel.assertQueue('notifications.codes', quorum)
    await expect(applyTopology()).rejects.toThrow('notifications.codes exists with other arguments')
    await channel.deleteQueue('notifications.codes')
    await applyTopology()
  })

  test('goes an hour after the last message came out of it: the parked queues of before are such', async () => {
    const { name, into } = retiredQueues[0]!
    await channel.assertQueue(name, quorum)
    await put(name, ['given up before'])
    await tendQueues()
    expect(await bodiesIn(into)).toEqual(['given up before'])
    await tendQueues()
    expect(await depth(name)).toBe(0)
    await db.admin.query(`update backend.retired_queues set empty_since = empty_since - interval '61 minutes'`)
    await tendQueues()
    expect(await depth(name)).toBeUndefined()
    await tendQueues()
    expect((await db.admin.query('select from backend.retired_queues')).rows).toEqual([])
  })
})

test('what a consumer of SQS gave up is listed, retried and dropped alike', async () => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const endpoint = required('TEST_AWS_ENDPOINT')
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SQS: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  })
  const sqs = new SQSClient({ endpoint, region: 'us-east-1', credentials })
  const make = async (what: string) =>
    (await sqs.send(new CreateQueueCommand({ QueueName: `${what}-${randomUUID()}` }))).QueueUrl ?? ''
  const [queueUrl, deadLettersUrl] = [await make('work'), await make('dead')]
  process.env.DEAD_LETTERS = JSON.stringify({ work: { queueUrl, deadLettersUrl } })
  for (const MessageBody of ['first', 'second', 'third'])
    await sqs.send(new SendMessageCommand({ QueueUrl: deadLettersUrl, MessageBody }))
  const list = async () => (await listSetAside({ place: 'dead:work', limit: 100 })).messages
  const listed = await eventually('all three', async () => {
    const found = await list()
    return found.length === 3 && found
  })
  const bodies = new Map<string, string>()
  for (const { id } of listed) {
    const whole = () => listSetAside({ place: 'dead:work', id, limit: 1 }).catch(() => undefined)
    const [one] = (await eventually(`message ${id}`, whole)).messages
    bodies.set((one as unknown as { body: string }).body, id)
  }
  const work = (remedy: 'retry' | 'drop', body: string) =>
    eventually(`${remedy} ${body}`, async () => {
      const { worked } = await workSetAside({ place: 'dead:work', ids: [bodies.get(body)!], remedy }, 'o-1')
      return worked === 1
    })
  await work('retry', 'first')
  await work('drop', 'second')
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 5 }))
  expect(Messages.map(({ Body }) => Body)).toEqual(['first'])
  await eventually('one is left', async () => (await list()).length === 1)
  process.env.DEAD_LETTERS = '{}'
  sqs.destroy()
})

test('a command line asks for the same', async () => {
  await put(parkedQueue(queue), ['one'])
  expect(await runMessageCommand({ action: 'list', place, limit: 100 })).toMatchObject({ messages: [{ sizeBytes: 3 }] })
})
