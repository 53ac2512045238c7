import type { ChannelModel, ConfirmChannel, GetMessage, Options } from 'amqplib'
import { exchange, type RetiredQueue } from './topology.ts'

/**
 * How the topology changes without losing a message. RabbitMQ changes no arguments of a queue that is there, so other ones
 * are a queue with another name, beside the old: applyTopology declares and binds it; while anybody still consumes the old
 * one both are fed, and the inbox takes the second for a duplicate; then the old one is unbound, what it holds is moved with
 * confirms, and when it has been empty for long enough it is deleted.
 */

// What the broker writes of a message's past says nothing in its new queue.
const ofTheBroker = /^x-(death|first-death|last-death|delivery-count|acquired-count)/

/** A message's properties, for publishing it again. */
export const propertiesOf = ({ properties }: GetMessage): Options.Publish => {
  const headers = Object.entries(properties.headers ?? {}).filter(([name]) => !ofTheBroker.test(name))
  const { contentType, contentEncoding, messageId, type, correlationId, timestamp, appId } = properties
  return {
    contentType,
    contentEncoding,
    messageId,
    type,
    correlationId,
    timestamp,
    appId,
    headers: Object.fromEntries(headers),
    persistent: true,
    mandatory: true,
  }
}

const batchSize = 100

const takeSome = async (channel: ConfirmChannel, from: string): Promise<GetMessage[]> => {
  const taken: GetMessage[] = []
  while (taken.length < batchSize) {
    const message = await channel.get(from)
    if (!message) break
    taken.push(message)
  }
  return taken
}

/**
 * Moves what waits in a queue to another: each message leaves once the broker has confirmed it there. Whoever is killed
 * meanwhile leaves some in both. @returns how many @throws when the other queue doesn't take them: they stay
 */
export const moveMessages = async (connection: ChannelModel, from: string, into: string): Promise<number> => {
  const channel = await connection.createConfirmChannel()
  let returned = 0
  channel.on('return', () => {
    returned += 1
  })
  let moved = 0
  try {
    for (let some = await takeSome(channel, from); some.length > 0; some = await takeSome(channel, from)) {
      for (const message of some) channel.publish('', into, message.content, propertiesOf(message))
      await channel.waitForConfirms()
      // basic.return comes before the confirm: https://www.rabbitmq.com/docs/publishers#unroutable
      if (returned > 0) throw new Error(`${into} does not take what is in ${from}`)
      for (const message of some) channel.ack(message)
      moved += some.length
    }
    return moved
  } finally {
    // Gives back what was not acknowledged.
    await channel.close()
  }
}

export interface QueueState {
  waiting: number
  consumers: number
}

/** What is in a queue that may not exist. The answer to a passive declaration is current, unlike the management API's. */
export const lookAt = async (connection: ChannelModel, name: string): Promise<QueueState | undefined> => {
  const channel = await connection.createChannel()
  // A queue that isn't there closes the channel.
  channel.on('error', () => undefined)
  try {
    const { messageCount, consumerCount } = await channel.checkQueue(name)
    await channel.close()
    return { waiting: messageCount, consumers: consumerCount }
  } catch (error) {
    if ((error as { code?: number }).code === 404) return undefined
    throw error
  }
}

/** `gone`: it doesn't exist. `consumed`: somebody still reads it, and it stays as it is. `empty`: it held nothing any more. */
export type Retirement = 'gone' | 'consumed' | 'moved' | 'empty'

/** Takes a retired queue one step on. */
export const retire = async (connection: ChannelModel, { name, into, bindings }: RetiredQueue): Promise<Retirement> => {
  const state = await lookAt(connection, name)
  if (!state) return 'gone'
  if (state.consumers > 0) return 'consumed'
  const channel = await connection.createChannel()
  try {
    for (const pattern of bindings) await channel.unbindQueue(name, exchange, pattern)
  } finally {
    await channel.close()
  }
  return (await moveMessages(connection, name, into)) > 0 ? 'moved' : 'empty'
}

/**
 * Deletes a retired queue in which nothing is and that nobody reads; answers whether it did. Quorum queues know no "if empty",
 * so this is for queues that nobody has published to for long: code that still knows them has ended.
 */
export const deleteRetired = async (connection: ChannelModel, { name }: RetiredQueue): Promise<boolean> => {
  const state = await lookAt(connection, name)
  if (!state || state.waiting > 0 || state.consumers > 0) return false
  const channel = await connection.createChannel()
  try {
    await channel.deleteQueue(name)
    return true
  } finally {
    await channel.close()
  }
}
