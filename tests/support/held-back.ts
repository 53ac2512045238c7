import {
  ChangeMessageVisibilityCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { connect, type GetMessage } from 'amqplib'
import { eventually } from './eventually.ts'
import type { TestShop } from './test-shop.ts'

/** Where a consumer takes its events from. */
export type Source = { rabbitMq: string } | { sqs: string }

/** An order's events that a carrier has accepted and is late with. */
export interface HeldBack {
  /** Lets the consumer have an event now. */
  release(eventId: string): Promise<void>
}

interface Envelope {
  id: string
  subject: string
}

/** Ways to give each copy back to its queue. */
type Copies = Map<string, (() => unknown)[]>

const keep = (copies: Copies, { id }: Envelope, giveBack: () => unknown): void => {
  copies.set(id, [...(copies.get(id) ?? []), giveBack])
}

const fromRabbitMq = async (shop: TestShop, queue: string, subject: string, count: number): Promise<HeldBack> => {
  const rabbit = await connect(shop.rabbitMq.urlOf(shop.auditTargets.rabbitMq?.vhost ?? ''))
  const channel = await rabbit.createChannel()
  const copies: Copies = new Map()
  const others: GetMessage[] = []
  await eventually(`${count} events of ${subject} in ${queue}`, async () => {
    for (let message = await channel.get(queue); message; message = await channel.get(queue)) {
      const one = message
      const envelope = JSON.parse(one.content.toString()) as Envelope
      if (envelope.subject === subject) keep(copies, envelope, () => channel.nack(one, false, true))
      else others.push(one)
    }
    return copies.size === count
  })
  for (const other of others) channel.nack(other, false, true)
  return {
    release: async (eventId) => {
      for (const giveBack of copies.get(eventId) ?? []) giveBack()
      copies.delete(eventId)
      if (copies.size > 0) return
      // The channel's closing waits for what was sent on it.
      await channel.close()
      await rabbit.close()
    },
  }
}

/** Longer than a test holds a message back. */
const hiddenSeconds = 120
/** Not at once: to that fauxqs 2.4.1 answers with an error, though it does it. */
const soonSeconds = 1

const fromSqs = async (shop: TestShop, consumer: string, subject: string, count: number): Promise<HeldBack> => {
  const sqs = new SQSClient({
    endpoint: shop.aws.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 't', secretAccessKey: 't' },
  })
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}))
  const QueueUrl = QueueUrls.find((url) => url.includes(consumer) && !url.includes('deadletters'))
  const copies: Copies = new Map()
  const others: (() => unknown)[] = []
  await eventually(`${count} events of ${subject} for ${consumer}`, async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: hiddenSeconds,
        WaitTimeSeconds: 1,
      }),
    )
    for (const { Body = '', ReceiptHandle } of Messages) {
      const giveBack = () =>
        sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: soonSeconds }))
      const envelope = JSON.parse(Body) as Envelope
      if (envelope.subject === subject) keep(copies, envelope, giveBack)
      else others.push(giveBack)
    }
    return copies.size === count
  })
  for (const giveBack of others) await giveBack()
  return {
    release: async (eventId) => {
      for (const giveBack of copies.get(eventId) ?? []) await giveBack()
      copies.delete(eventId)
    },
  }
}

/** Takes `count` events of one order out of a consumer's queue, unacknowledged; the consumer must be stopped meanwhile. */
export const holdBack = (shop: TestShop, source: Source, subject: string, count: number): Promise<HeldBack> =>
  'sqs' in source ? fromSqs(shop, source.sqs, subject, count) : fromRabbitMq(shop, source.rabbitMq, subject, count)
