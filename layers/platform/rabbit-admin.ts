import { connectBroker } from './rabbit.ts'
import { declarations, exchange, queues, retryStepsMs } from './topology.ts'

/** Declares exchange, queues and bindings; doing it again changes nothing. Throws when a queue exists with other arguments. */
export const applyTopology = async (): Promise<void> => {
  const connection = await connectBroker()
  try {
    const channel = await connection.createChannel()
    await channel.assertExchange(exchange, 'topic', { durable: true })
    for (const queue of queues) {
      for (const declaration of declarations(queue, retryStepsMs()))
        await channel.assertQueue(declaration.name, { durable: true, arguments: declaration.arguments })
      for (const pattern of queue.bindings) await channel.bindQueue(queue.name, exchange, pattern)
    }
  } finally {
    await connection.close()
  }
}
