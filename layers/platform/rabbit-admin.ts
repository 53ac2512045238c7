import { connectBroker } from './rabbit.ts'
import { declarations, exchange, queues, retryStepsMs } from './topology.ts'

// "406 PRECONDITION_FAILED - inequivalent arg 'x-message-ttl' for queue …"
const isOtherwise = (error: unknown): boolean => (error as { code?: number }).code === 406

/**
 * Declares exchange, queues and bindings; doing it again changes nothing.
 * @throws when a queue exists with other arguments: they need another name, and the old one an entry in `retiredQueues`
 */
export const applyTopology = async (): Promise<void> => {
  const connection = await connectBroker()
  try {
    const channel = await connection.createChannel()
    // Whoever waits for an answer on it gets the error.
    channel.on('error', () => undefined)
    await channel.assertExchange(exchange, 'topic', { durable: true })
    for (const queue of queues) {
      for (const { name, arguments: wanted } of declarations(queue, retryStepsMs()))
        try {
          await channel.assertQueue(name, { durable: true, arguments: wanted })
        } catch (cause) {
          if (!isOtherwise(cause)) throw cause
          throw new Error(`${name} exists with other arguments: rename it, and retire the old one (topology.ts)`, {
            cause,
          })
        }
      for (const pattern of queue.bindings) await channel.bindQueue(queue.name, exchange, pattern)
    }
  } finally {
    await connection.close()
  }
}
