import type { Context } from 'aws-lambda'
import { integerSetting } from './config.ts'
import {
  describeFailure,
  eachBySubject,
  Occupied,
  readEnvelope,
  type Subscription,
  timeLimit,
  tryEvent,
  waitsForEarlier,
} from './consumer.ts'
import type { Envelope } from './events.ts'
import { middleware } from './middleware.ts'
import { count, logger } from './observability.ts'
import { type OutgoingMessage, type PublishOptions, publishConfirmed } from './rabbit.ts'
import { nudgeRelay } from './relay-nudge.ts'
import { applyAlone, divide, shortWaits, trySet, waitsFor } from './together.ts'
import {
  attemptHeader,
  maxAttempts,
  parkedQueue,
  type QueueName,
  reasonHeader,
  retryQueue,
  retryStepsMs,
} from './topology.ts'

/** One message as Lambda delivers it. https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html */
export interface RabbitMqMessage {
  basicProperties: {
    contentType: string | null
    contentEncoding: string | null
    headers: Record<string, unknown> | null
    deliveryMode: number | null
    priority: number | null
    correlationId: string | null
    replyTo: string | null
    expiration: string | null
    messageId: string | null
    timestamp: string | null
    type: string | null
    userId: string | null
    appId: string | null
    clusterId: string | null
    bodySize: number
  }
  redelivered: boolean
  /** base64 */
  data: string
}

export interface RabbitMqEvent {
  eventSource: 'aws:rmq'
  eventSourceArn: string
  rmqMessagesByQueue: Record<string, RabbitMqMessage[]>
}

/** A header's text: Lambda gives AMQP long strings as { bytes: [...] }. */
const headerText = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (typeof value === 'object' && value !== null && 'bytes' in value && Array.isArray(value.bytes))
    return Buffer.from(value.bytes as number[]).toString('utf8')
  return undefined
}

const attemptOf = (message: RabbitMqMessage): number => {
  const attempt = Number(headerText(message.basicProperties.headers?.[attemptHeader]))
  return Number.isInteger(attempt) && attempt > 0 ? attempt : 1
}

/** Where a failed message goes next: the retry queue of its attempt, or parked. */
const aside = (queue: QueueName, message: RabbitMqMessage, error: unknown): OutgoingMessage => {
  const attempt = attemptOf(message)
  const { reason, permanent } = describeFailure(error)
  const parked = permanent || attempt >= maxAttempts
  count(parked ? 'messagesParked' : 'messagesRetried')
  logger.warn(parked ? 'message parked' : 'message to be retried', {
    queue,
    attempt,
    reason,
    messageId: message.basicProperties.messageId,
  })
  const properties = message.basicProperties
  const options: PublishOptions = {
    contentType: properties.contentType ?? undefined,
    messageId: properties.messageId ?? `unnamed-${attempt}-${message.data.length}`,
    type: properties.type ?? undefined,
    correlationId: properties.correlationId ?? undefined,
    timestamp: Math.floor(Date.now() / 1000),
    headers: { [attemptHeader]: attempt + 1, [reasonHeader]: reason.slice(0, 1000) },
  }
  return {
    exchange: '',
    routingKey: parked ? parkedQueue(queue) : retryQueue(queue, Math.min(attempt, retryStepsMs().length)),
    content: Buffer.from(message.data, 'base64'),
    options,
  }
}

interface Readable {
  message: RabbitMqMessage
  event: Envelope
}

// Connecting to the broker and its confirms take up to 5 s each; the relay is called before.
const reserveMs = 12_000

// How long a batch waits for what others have locked, once all that nobody holds up has had its effect.
const occupiedMs = 2_000

/**
 * The Lambda handler of a RabbitMQ queue. What may be applied together is, in one transaction (`onTogether`). Amazon MQ's mapping knows no partial batch answer: a failed invocation brings
 * the whole batch back. So every message is caught alone and set aside with a confirm; the invocation fails only if that fails too.
 * What it has no time for is set aside as well: cut off at the function's limit, the whole batch would come back as it was.
 */
export const rabbitConsumer = (queue: QueueName, ...subscriptions: Subscription[]) =>
  middleware(async (batch: RabbitMqEvent, context: Context): Promise<void> => {
    const limit = timeLimit(context.getRemainingTimeInMillis() - reserveMs)
    const failed: OutgoingMessage[] = []
    const readable: Readable[] = []
    for (const message of Object.values(batch.rmqMessagesByQueue).flat()) {
      try {
        readable.push({ message, event: readEnvelope(Buffer.from(message.data, 'base64').toString('utf8')) })
      } catch (error) {
        failed.push(aside(queue, message, error))
      }
    }
    const setAside = ({ message }: Readable, error: unknown): void => {
      failed.push(aside(queue, message, error))
    }
    const workAlone = async (messages: readonly Readable[]): Promise<void> => {
      const patience = timeLimit(occupiedMs, limit)
      await eachBySubject(
        messages,
        integerSetting('DATABASE_POOL_MAX', 2),
        (one) =>
          tryEvent(
            () => applyAlone(queue, subscriptions, one.event, waitsFor(patience)),
            async (error) => setAside(one, error),
            limit,
          ),
        async (one) => setAside(one, waitsForEarlier(one.event)),
      ).finally(patience.end)
    }
    /** @returns those of each set that others hold up */
    const workSets = async (
      sets: readonly (readonly Readable[])[],
      alone: readonly Readable[],
      waits: Iterable<number>,
    ) => {
      const divided = [...alone]
      const occupied: (readonly Readable[])[] = []
      for (const set of sets) {
        const left = await trySet(queue, subscriptions, set, setAside, limit, waits)
        divided.push(...left.untried)
        if (left.occupied.length > 0) occupied.push(left.occupied)
      }
      await workAlone(divided)
      return occupied
    }
    try {
      const { sets, alone } = divide(readable, subscriptions)
      const occupied = await workSets(sets, alone, shortWaits)
      if (occupied.length > 0) count('eventsOccupied', occupied.flat().length)
      const patience = timeLimit(occupiedMs, limit)
      const stillOccupied = await workSets(occupied, [], waitsFor(patience)).finally(patience.end)
      for (const one of stillOccupied.flat()) setAside(one, new Occupied())
    } finally {
      limit.end()
    }
    await nudgeRelay.send()
    const results = await publishConfirmed(failed)
    const lost = results.find((result) => result.status === 'rejected')
    if (lost)
      throw new Error('failed messages could not be set aside; the batch must come back', { cause: lost.reason })
  })
