import { gauge, logger } from '@korob/platform/observability'
import { deleteRetired, lookAt, retire } from '@korob/platform/queue-moves'
import { connectBroker } from '@korob/platform/rabbit'
import {
  declarations,
  parkedQueue,
  queues,
  type RetiredQueue,
  retiredQueues,
  retryStepsMs,
} from '@korob/platform/topology'
import type { ChannelModel } from 'amqplib'
import { forgetRetired, noteRetired } from '../store/retired-queues.ts'

/** Older code, which may still publish to a retired queue, ends within a function's time limit; this is well beyond. */
const quietSeconds = 3_600

const tendRetired = async (connection: ChannelModel, queue: RetiredQueue): Promise<void> => {
  const { name, into } = queue
  const step = await retire(connection, queue)
  if (step === 'gone') return void (await forgetRetired(name))
  const quiet = await noteRetired(name, step === 'empty')
  if (step === 'moved') logger.info('messages moved out of a retired queue', { queue: name, into })
  if (quiet >= quietSeconds && (await deleteRetired(connection, queue)))
    logger.info('retired queue deleted', { queue: name })
}

/** Depths are asked by AMQP: CloudWatch has none of RabbitMQ 4's queues, and only the broker's port is open to functions. */
const measure = async (connection: ChannelModel): Promise<void> => {
  for (const queue of queues) {
    const depth = async (name: string) => (await lookAt(connection, name))?.waiting ?? 0
    const names = declarations(queue, retryStepsMs()).map(({ name }) => name)
    const retries = names.filter((name) => name !== queue.name && name !== parkedQueue(queue.name))
    const retrying = await Promise.all(retries.map(depth))
    gauge('messagesWaiting', await depth(queue.name), { queue: queue.name })
    gauge('messagesParked', await depth(parkedQueue(queue.name)), { queue: queue.name })
    gauge(
      'messagesRetrying',
      retrying.reduce((sum, one) => sum + one, 0),
      { queue: queue.name },
    )
  }
}

/** Tells how much is in RabbitMQ's queues, and takes those on that are given up for others. */
export const tendQueues = async (): Promise<void> => {
  const connection = await connectBroker()
  connection.on('error', (error: Error) => logger.warn('RabbitMQ connection lost', { error: error.message }))
  try {
    await measure(connection)
    for (const queue of retiredQueues) await tendRetired(connection, queue)
  } finally {
    await connection.close()
  }
}
