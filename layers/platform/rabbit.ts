import { type ChannelModel, type ConfirmChannel, connect, type Options } from 'amqplib'
import { optionalSetting, setting } from './config.ts'
import { logger } from './observability.ts'
import { readSecret } from './secrets.ts'

// Above what a healthy broker needs by far, and below any function's own time limit.
const connectTimeoutMs = 5_000
const confirmTimeoutMs = 5_000

/** The broker's address with its login: RABBITMQ_URL without one, and the secret's username and password. */
export const brokerUrl = async (): Promise<string> => {
  const url = new URL(setting('RABBITMQ_URL'))
  const secretArn = optionalSetting('RABBITMQ_SECRET_ARN')
  if (secretArn) {
    const { username, password } = JSON.parse(await readSecret(secretArn)) as { username: string; password: string }
    url.username = encodeURIComponent(username)
    url.password = encodeURIComponent(password)
  }
  url.searchParams.set('heartbeat', '20')
  return url.href
}

export type PublishOptions = Options.Publish

export interface OutgoingMessage {
  exchange: string
  routingKey: string
  content: Buffer
  options: PublishOptions
}

interface Session {
  connection: ChannelModel
  channel: ConfirmChannel
  /** Message ids the broker gave back because no queue takes them. */
  returned: Set<string>
}

let session: Promise<Session> | undefined

/** A connection of its own, for whoever closes it again. */
export const connectBroker = async (): Promise<ChannelModel> =>
  connect(await brokerUrl(), { timeout: connectTimeoutMs, noDelay: true })

const openSession = async (): Promise<Session> => {
  const connection = await connectBroker()
  // Without listeners a broken socket would end the process; whoever waits for a confirm gets its own error.
  connection.on('error', (error: Error) => logger.warn('RabbitMQ connection lost', { error: error.message }))
  const channel = await connection.createConfirmChannel()
  const returned = new Set<string>()
  const forget = () => {
    session = undefined
  }
  connection.on('close', forget)
  channel.on('close', forget)
  channel.on('error', (error: Error) => logger.warn('RabbitMQ channel closed', { error: error.message }))
  channel.on('return', (message) => returned.add(String(message.properties.messageId)))
  return { connection, channel, returned }
}

const currentSession = (): Promise<Session> => {
  if (!session) {
    session = openSession()
    session.catch(() => {
      session = undefined
    })
  }
  return session
}

const within = <T>(ms: number, what: string, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms)
  })
  return Promise.race([work, limit]).finally(() => clearTimeout(timer))
}

const confirmed = ({ channel, returned }: Session, message: OutgoingMessage): Promise<void> =>
  new Promise((resolve, reject) => {
    const id = String(message.options.messageId)
    const done = (error: unknown) => {
      if (error) reject(error instanceof Error ? error : new Error('RabbitMQ refused the message'))
      // basic.return comes before the confirm of the same message: https://www.rabbitmq.com/docs/publishers#unroutable
      else if (returned.delete(id)) reject(new Error(`no queue takes ${message.routingKey}`))
      else resolve()
    }
    try {
      channel.publish(
        message.exchange,
        message.routingKey,
        message.content,
        { ...message.options, persistent: true, mandatory: true },
        done,
      )
    } catch (error) {
      reject(error)
    }
  })

/**
 * Publishes messages and waits until the broker has confirmed each; answers per message, in order.
 * On any doubt the connection is dropped: a frozen environment's socket can't be trusted.
 */
export const publishConfirmed = async (messages: readonly OutgoingMessage[]): Promise<PromiseSettledResult<void>[]> => {
  if (messages.length === 0) return []
  let open: Session
  try {
    open = await within(connectTimeoutMs, 'connecting to RabbitMQ', currentSession())
  } catch (reason) {
    await dropSession()
    return messages.map(() => ({ status: 'rejected', reason }))
  }
  const results = await Promise.allSettled(
    messages.map((message) => within(confirmTimeoutMs, 'the confirm from RabbitMQ', confirmed(open, message))),
  )
  if (results.some((result) => result.status === 'rejected')) await dropSession()
  return results
}

/** Closes the connection, if there is one. */
export const dropSession = async (): Promise<void> => {
  const closing = session
  session = undefined
  try {
    const open = await closing
    await within(1_000, 'closing RabbitMQ', open?.connection.close() ?? Promise.resolve())
  } catch (error) {
    logger.info('RabbitMQ connection dropped', { error: String(error) })
  }
}
