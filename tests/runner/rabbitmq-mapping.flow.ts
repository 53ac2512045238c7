import { randomBytes } from 'node:crypto'
import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually, type Sample, startSample } from '../../local/runner/testing/sample.ts'
import { type CutLine, cutLine } from '../support/cut-line.ts'

const queue = 'sample.events'

let sample: Sample
let line: CutLine
let connection: ChannelModel
let channel: ConfirmChannel
let vhost: string

const broker = (): URL => {
  if (!process.env.TEST_RABBITMQ_URL) throw new Error('TEST_RABBITMQ_URL is not set: run flows with npm test')
  return new URL(process.env.TEST_RABBITMQ_URL)
}

async function management(method: 'PUT' | 'DELETE', path: string): Promise<void> {
  const { username, password } = broker()
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')
  const answer = await fetch(new URL(path, process.env.TEST_RABBITMQ_MANAGEMENT_URL), {
    method,
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/json' },
    ...(method === 'PUT' && { body: '{}' }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`)
}

beforeAll(async () => {
  vhost = `runner-${randomBytes(4).toString('hex')}`
  await management('PUT', `/api/vhosts/${vhost}`)
  const direct = broker()
  direct.pathname = `/${vhost}`
  connection = await connect(direct.href)
  channel = await connection.createConfirmChannel()
  await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } })
  line = await cutLine(direct.hostname, Number(direct.port))
  const through = new URL(direct.href)
  through.port = String(line.port)
  sample = await startSample({ rabbitMqUrl: through.href })
})
beforeEach(async () => {
  await sample.clear('rabbitmq/')
})
afterEach(() => sample.runner.faults.onInvoke(undefined))
afterAll(async () => {
  await sample?.stop()
  await line?.close()
  await connection?.close()
  if (vhost) await management('DELETE', `/api/vhosts/${vhost}`)
})

type Message = { basicProperties: Record<string, unknown>; redelivered: boolean; data: string }
type RabbitMqEvent = { eventSource: string; eventSourceArn: string; rmqMessagesByQueue: Record<string, Message[]> }

const publish = async (bodies: string[], options: Parameters<ConfirmChannel['sendToQueue']>[2] = {}): Promise<void> => {
  for (const body of bodies) channel.sendToQueue(queue, Buffer.from(body), { persistent: true, ...options })
  await channel.waitForConfirms()
}

/** All are in the queue before the first is handed over, so that batches are as full as they may be. */
const publishTogether = async (bodies: string[]): Promise<void> => {
  await sample.runner.mappings.pause(queue)
  await publish(bodies)
  await eventually('all to wait', async () => (await ready()) === bodies.length)
  sample.runner.mappings.resume(queue)
}

const events = async (): Promise<RabbitMqEvent[]> =>
  (await sample.objects('rabbitmq/')).map((text) => JSON.parse(text) as RabbitMqEvent)

const bodiesOf = (event: RabbitMqEvent): string[] =>
  Object.values(event.rmqMessagesByQueue).flatMap((messages) => messages.map((one) => atob(one.data)))

const ready = async (): Promise<number> => (await channel.checkQueue(queue)).messageCount

const state = (): string | undefined => sample.runner.mappings.list().find((one) => one.kind === 'rabbitmq')?.state

describe('a RabbitMQ mapping', () => {
  it('hands over messages as AWS documents them', async () => {
    await publish(['{"timeout":0,"data":"CZrmf0Gw8Ov4bqLQxD4E"}'], {
      persistent: false,
      contentType: 'text/plain',
      headers: { header1: 'value1', header2: 'value2', numberInHeader: 10 },
      priority: 34,
      expiration: '60000',
      timestamp: 2021,
    })
    const [event] = await eventually('the event', async () => {
      const found = await events()
      return found.length > 0 && found
    })
    // https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html#services-mq-event-structure
    expect(event).toEqual({
      eventSource: 'aws:rmq',
      eventSourceArn: expect.stringMatching(/^arn:aws:mq:us-east-1:000000000000:broker:local:b-[\w-]+$/),
      rmqMessagesByQueue: {
        [`${queue}::${vhost}`]: [
          {
            basicProperties: {
              contentType: 'text/plain',
              contentEncoding: null,
              headers: {
                header1: { bytes: [118, 97, 108, 117, 101, 49] },
                header2: { bytes: [118, 97, 108, 117, 101, 50] },
                numberInHeader: 10,
              },
              deliveryMode: 1,
              priority: 34,
              correlationId: null,
              replyTo: null,
              expiration: '60000',
              messageId: null,
              timestamp: 'Jan 1, 1970, 12:33:41 AM',
              type: null,
              userId: null,
              appId: null,
              clusterId: null,
              // The page's example says 80 for these 43 bytes.
              bodySize: 43,
            },
            redelivered: false,
            data: 'eyJ0aW1lb3V0IjowLCJkYXRhIjoiQ1pybWYwR3c4T3Y0YnFMUXhENEUifQ==',
          },
        ],
      },
    })
  })

  it('fills batches, in order, and acknowledges them all', async () => {
    const bodies = Array.from({ length: 35 }, (_, index) => `m${index}`)
    await publishTogether(bodies)
    const received = await eventually('all messages', async () => {
      const found = await events()
      return found.flatMap(bodiesOf).length >= bodies.length && found
    })
    expect(received.flatMap(bodiesOf)).toEqual(bodies)
    expect(Math.max(...received.map((event) => bodiesOf(event).length))).toBe(10)
    await eventually('an empty queue', async () => (await ready()) === 0)
  })

  it('invokes once at a time', async () => {
    await publish(Array.from({ length: 40 }, (_, index) => `s${index}`))
    await eventually('all messages', async () => (await events()).flatMap(bodiesOf).length === 40)
    const listener = sample.runner.functions.find((one) => one.logicalId.startsWith('Listener'))
    expect(listener?.environments).toBe(1)
  })

  it('brings the whole batch back, redelivered, when the function fails', async () => {
    let failures = 0
    sample.runner.faults.onInvoke(() => (failures++ < 3 ? 'fail' : 'none'))
    await publishTogether(['a', 'b', 'c'])
    const [event] = await eventually('the batch after three failures', async () => {
      const found = await events()
      return found.flatMap(bodiesOf).length >= 3 && found
    })
    expect(bodiesOf(event as RabbitMqEvent)).toEqual(['a', 'b', 'c'])
    expect(
      Object.values((event as RabbitMqEvent).rmqMessagesByQueue)
        .flat()
        .every((one) => one.redelivered),
    ).toBe(true)
  })

  it('loses nothing in 25 failures in a row', async () => {
    let failures = 0
    sample.runner.faults.onInvoke(() => (failures++ < 25 ? 'fail' : 'none'))
    await publishTogether(['kept 1', 'kept 2'])
    await eventually('the messages', async () => (await events()).flatMap(bodiesOf).length === 2)
    expect(failures).toBe(26)
    await eventually('an empty queue', async () => (await ready()) === 0)
  })

  it('leaves messages in the queue while it is paused', async () => {
    await sample.runner.mappings.pause(queue)
    await publish(['waiting 1', 'waiting 2'])
    await eventually('both to wait', async () => (await ready()) === 2)
    expect(await events()).toEqual([])
    sample.runner.mappings.resume(queue)
    await eventually('both', async () => (await events()).flatMap(bodiesOf).length === 2)
  })

  it('holds a batch while the function is unavailable, and loses none of it', async () => {
    await sample.runner.faults.disable('Listener')
    expect(state()).toBe('paused')
    await publish(['held'])
    await eventually('it to wait', async () => (await ready()) === 1)
    await sample.runner.faults.enable('Listener')
    await eventually('the message', async () => (await events()).flatMap(bodiesOf).includes('held'))
  })

  it('goes on after the broker was away', async () => {
    line.cut()
    await publish(['meanwhile'])
    await eventually('a note of the loss', () =>
      sample.log.some((entry) => entry.text.includes(`RabbitMQ mapping ${queue}`)),
    )
    expect(await events()).toEqual([])
    line.mend()
    await eventually('the message', async () => (await events()).flatMap(bodiesOf).includes('meanwhile'))
    expect(state()).toBe('enabled')
  })

  it('waits for a queue that is not there yet', async () => {
    await sample.runner.mappings.pause(queue)
    await channel.deleteQueue(queue)
    sample.runner.mappings.resume(queue)
    await eventually('the complaint', () =>
      sample.log.some((entry) => /no queue 'sample\.events'|NOT[_-]FOUND/.test(entry.text)),
    )
    await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } })
    await publish(['at last'])
    await eventually('the message', async () => (await events()).flatMap(bodiesOf).includes('at last'))
  })
})
