import type { ConsumeMessage } from 'amqplib'

/** The event of an Amazon MQ mapping: https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html#services-mq-event-structure */
export function rabbitMqEvent(
  messages: ConsumeMessage[],
  queue: string,
  virtualHost: string,
  eventSourceArn: string,
): object {
  return {
    eventSource: 'aws:rmq',
    eventSourceArn,
    rmqMessagesByQueue: { [`${queue}::${virtualHost}`]: messages.map(record) },
  }
}

function record({ content, fields, properties }: ConsumeMessage): object {
  return {
    basicProperties: {
      contentType: text(properties.contentType),
      contentEncoding: text(properties.contentEncoding),
      headers: headers(properties.headers),
      deliveryMode: (properties.deliveryMode as number | undefined) ?? null,
      priority: (properties.priority as number | undefined) ?? null,
      correlationId: text(properties.correlationId),
      replyTo: text(properties.replyTo),
      expiration: text(properties.expiration),
      messageId: text(properties.messageId),
      timestamp: timestamp(properties.timestamp),
      type: text(properties.type),
      userId: text(properties.userId),
      appId: text(properties.appId),
      clusterId: text(properties.clusterId),
      bodySize: content.length,
    },
    redelivered: fields.redelivered,
    data: content.toString('base64'),
  }
}

function text(value: unknown): string | null {
  return value === undefined || value === null ? null : String(value)
}

function headers(table: Record<string, unknown> | undefined): Record<string, unknown> | null {
  if (!table) return null
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, field(value)]))
}

/** Field values as Lambda's Java client prints them: a long string is an object with its bytes. */
function field(value: unknown): unknown {
  if (typeof value === 'string') return { bytes: [...Buffer.from(value)] }
  if (Buffer.isBuffer(value)) return [...value].map((byte) => (byte << 24) >> 24)
  if (Array.isArray(value)) return value.map(field)
  if (typeof value !== 'object' || value === null) return value
  const special = value as { '!'?: string; value?: unknown }
  if (special['!'] === 'timestamp') return timestamp(special.value)
  if (special['!'] !== undefined) return field(special.value)
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, field(item)]))
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Seconds since 1970 as `Jan 1, 1970, 12:33:41 AM`, the form in AWS's example. */
export function timestamp(seconds: unknown): string | null {
  if (typeof seconds !== 'number') return null
  const date = new Date(seconds * 1000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const hours = date.getUTCHours()
  const clock = `${hours % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`
  return `${months[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}, ${clock} ${hours < 12 ? 'AM' : 'PM'}`
}
