import { optionalSetting } from './config.ts'

/** The RabbitMQ topology as data; `rabbit-admin.ts` applies it, locally and in AWS alike. */

export const exchange = 'events'

export interface EventQueue {
  readonly name: string
  /** Topic patterns on the exchange `events`; routing keys are event types. */
  readonly bindings: readonly string[]
  /** Messages older than this are parked unread, milliseconds: a sign-in code is of no use later. */
  readonly messageTtlMs?: number
}

/** Every queue that a consumer reads. Services don't know each other: they know these names and event types. */
export const queues = [
  { name: 'notifications.delivery', bindings: ['delivery.#'] },
  { name: 'notifications.orders', bindings: ['order.#', 'account.deleted'] },
  { name: 'notifications.codes', bindings: ['sign_in.code'], messageTtlMs: 5 * 60_000 },
  { name: 'orders.delivery', bindings: ['delivery.#'] },
] as const satisfies readonly EventQueue[]

export type QueueName = (typeof queues)[number]['name']

export const defaultRetryStepsMs = [5_000, 30_000, 300_000]

/** Waits between attempts, milliseconds; after the last step the same wait repeats until `maxAttempts`. */
export const retryStepsMs = (): readonly number[] =>
  optionalSetting('RABBITMQ_RETRY_STEPS_MS')?.split(',').map(Number) ?? defaultRetryStepsMs

/** Attempts before a message is parked: about 45 minutes with the default steps. */
export const maxAttempts = 12

/** Header that counts attempts. */
export const attemptHeader = 'x-korob-attempt'
export const reasonHeader = 'x-korob-reason'

export const retryQueue = (queue: string, step: number): string => `${queue}.retry.${step}`
export const parkedQueue = (queue: string): string => `${queue}.parked.2`

/** A queue of before, that other arguments were wanted for: RabbitMQ changes none, so those are another queue's. */
export interface RetiredQueue {
  readonly name: string
  /** The one that takes its place, and what still is in it. */
  readonly into: string
  readonly bindings: readonly string[]
}

/** Queues that queue-moves.ts empties and deletes. An entry may go once every stage has been deployed with it. */
export const retiredQueues: readonly RetiredQueue[] = queues.map(({ name }) => ({
  name: `${name}.parked`,
  into: parkedQueue(name),
  bindings: [],
}))

// A failed Lambda invocation requeues its whole batch, and each counts for every message in it. RabbitMQ 4 would drop a
// message after 20 without a limit and a dead-letter exchange of its own: https://www.rabbitmq.com/docs/quorum-queues#poison-message-handling
const deliveryLimit = 10_000

type Arguments = Record<string, string | number>

export interface QueueDeclaration {
  name: string
  arguments: Arguments
}

const quorum: Arguments = {
  'x-queue-type': 'quorum',
  'x-overflow': 'reject-publish',
}

const deadLetterTo = (name: string): Arguments => ({
  // Through the default exchange to that queue only: a retry must not reach the other queues again.
  'x-dead-letter-exchange': '',
  'x-dead-letter-routing-key': name,
  'x-dead-letter-strategy': 'at-least-once',
})

/** The declarations for one event queue: main, one retry queue a step, parked. */
export const declarations = (queue: EventQueue, stepsMs: readonly number[]): QueueDeclaration[] => [
  // Whoever looks at what is parked gives it back, and each look counts.
  { name: parkedQueue(queue.name), arguments: { ...quorum, 'x-delivery-limit': deliveryLimit } },
  {
    name: queue.name,
    arguments: {
      ...quorum,
      ...deadLetterTo(parkedQueue(queue.name)),
      'x-delivery-limit': deliveryLimit,
      ...(queue.messageTtlMs === undefined ? {} : { 'x-message-ttl': queue.messageTtlMs }),
    },
  },
  ...stepsMs.map((ttlMs, index) => ({
    name: retryQueue(queue.name, index + 1),
    arguments: { ...quorum, ...deadLetterTo(queue.name), 'x-message-ttl': ttlMs },
  })),
]
