import type { ConfirmChannel, GetMessage } from 'amqplib'
import { lookAt, propertiesOf } from './queue-moves.ts'
import { connectBroker } from './rabbit.ts'
import { describeSetAside, type SetAside, type SetAsideBox } from './set-aside.ts'
import { attemptHeader, parkedQueue, type QueueName, reasonHeader } from './topology.ts'

// A page for people, and what one call works: 10,000 messages of some kB fit into memory and time.
const mostRead = 10_000

const reasonOf = ({ properties: { headers } }: GetMessage): string | null => {
  const reason: unknown = headers?.[reasonHeader] ?? headers?.['x-first-death-reason']
  return reason === undefined ? null : String(reason)
}

const described = (message: GetMessage): SetAside => {
  const attempts = Number(message.properties.headers?.[attemptHeader])
  const seconds: unknown = message.properties.timestamp
  return describeSetAside(message.content, {
    reason: reasonOf(message),
    attempts: Number.isInteger(attempts) ? attempts - 1 : null,
    at: typeof seconds === 'number' ? new Date(seconds * 1000) : null,
  })
}

/** Takes messages out of the queue for as long as `work` lasts; what it doesn't acknowledge is back then, in its place. */
const withMessages = async <T>(
  queue: string,
  limit: number,
  work: (messages: readonly GetMessage[], channel: ConfirmChannel) => Promise<T>,
): Promise<T> => {
  const connection = await connectBroker()
  try {
    const channel = await connection.createConfirmChannel()
    const messages: GetMessage[] = []
    while (messages.length < limit) {
      const message = await channel.get(queue)
      if (!message) break
      messages.push(message)
    }
    const result = await work(messages, channel)
    // Waits for what was sent on it.
    await channel.close()
    return result
  } finally {
    await connection.close()
  }
}

const again = async (channel: ConfirmChannel, queue: string, messages: readonly GetMessage[]): Promise<void> => {
  let returned = 0
  channel.on('return', () => {
    returned += 1
  })
  for (const message of messages) {
    const options = propertiesOf(message)
    // As if it came for the first time: it has all its attempts again.
    const {
      [attemptHeader]: _attempt,
      [reasonHeader]: _reason,
      ...headers
    } = options.headers as Record<string, unknown>
    channel.publish('', queue, message.content, { ...options, headers })
  }
  await channel.waitForConfirms()
  if (returned > 0) throw new Error(`${queue} takes no messages`)
}

/** What the consumer of a RabbitMQ queue gave up. Retried, a message goes to that queue alone, behind what waits there. */
export const parkedOf = (queue: QueueName): SetAsideBox => ({
  count: async () => {
    const connection = await connectBroker()
    try {
      return (await lookAt(connection, parkedQueue(queue)))?.waiting ?? 0
    } finally {
      await connection.close()
    }
  },
  read: (limit) => withMessages(parkedQueue(queue), limit, async (messages) => messages.map(described)),
  work: (ids, remedy, note) =>
    withMessages(parkedQueue(queue), mostRead, async (messages, channel) => {
      const found = messages.flatMap((message) => {
        const about = described(message)
        return ids.has(about.id) ? [{ message, about }] : []
      })
      if (found.length === 0) return 0
      if (remedy === 'retry')
        await again(
          channel,
          queue,
          found.map(({ message }) => message),
        )
      await note(found.map(({ about }) => about))
      for (const { message } of found) channel.ack(message)
      return found.length
    }),
})
