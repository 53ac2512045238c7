import { expect, test } from 'vitest'
import { gatewayStatuses, meaningOf, replacedBy, type Status, statuses } from './status.ts'

// Every pair of what we believe and what the gateway reports.
const table: Record<Status, Partial<Record<Status, true>>> = {
  queued: { sent: true, delivered: true, undelivered: true, failed: true },
  sending: { sent: true, delivered: true, undelivered: true, failed: true },
  unknown: { sent: true, delivered: true, undelivered: true, failed: true },
  dropped: { sent: true, delivered: true, undelivered: true, failed: true },
  sent: { delivered: true, undelivered: true, failed: true },
  delivered: {},
  undelivered: {},
  failed: {},
}

const reported = [...new Set(gatewayStatuses.map(meaningOf))]

test.each(statuses.flatMap((known) => reported.map((news) => ({ known, news }))))(
  'known as $known, reported as $news',
  ({ known, news }) => {
    expect(replacedBy(news).includes(known)).toBe(table[known][news] ?? false)
  },
)

test('whatever the gateway says of a text, it has it or has ended it', () => {
  expect(new Set(reported)).toEqual(new Set(['sent', 'delivered', 'undelivered', 'failed']))
})
