import type { ConsumeMessage } from 'amqplib'
import { describe, expect, it } from 'vitest'
import { rabbitMqEvent, timestamp } from './event.ts'

function message(headers: Record<string, unknown> | undefined): ConsumeMessage {
  return {
    content: Buffer.from('x'),
    fields: { redelivered: true },
    properties: { headers },
  } as unknown as ConsumeMessage
}

type Properties = { basicProperties: { headers: unknown } }

const headersOf = (headers: Record<string, unknown> | undefined): unknown => {
  const event = rabbitMqEvent([message(headers)], 'q', '/', 'arn') as {
    rmqMessagesByQueue: Record<string, Properties[]>
  }
  return event.rmqMessagesByQueue['q::/']?.[0]?.basicProperties.headers
}

const bytes = (text: string) => ({ bytes: [...Buffer.from(text)] })

describe('headers of a RabbitMQ event', () => {
  it('are null when there are none', () => {
    expect(headersOf(undefined)).toBeNull()
    expect(headersOf({})).toEqual({})
  })

  it('have text as bytes, at any depth, and the rest as it is', () => {
    expect(
      headersOf({
        text: 'ё',
        number: 7,
        flag: true,
        nothing: null,
        'x-death': [{ queue: 'q.retry', count: 2, time: { '!': 'timestamp', value: 0 }, 'routing-keys': ['a'] }],
        decimal: { '!': 'int64', value: 5 },
      }),
    ).toEqual({
      text: bytes('ё'),
      number: 7,
      flag: true,
      nothing: null,
      'x-death': [
        { queue: bytes('q.retry'), count: 2, time: 'Jan 1, 1970, 12:00:00 AM', 'routing-keys': [bytes('a')] },
      ],
      decimal: 5,
    })
  })
})

describe('a timestamp', () => {
  it.each([
    [2021, 'Jan 1, 1970, 12:33:41 AM'],
    [12 * 3600, 'Jan 1, 1970, 12:00:00 PM'],
    [1_700_000_000, 'Nov 14, 2023, 10:13:20 PM'],
  ])('of %d seconds is %s', (seconds, text) => {
    expect(timestamp(seconds)).toBe(text)
  })
})
