import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { parseSchedule } from './expression.ts'
import { Scheduler } from './scheduler.ts'

const account = { accountId: '0', region: 'us-east-1', awsEndpoint: '' }

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

it('invokes each target at its times, with the constant input or the scheduled event', async () => {
  const calls: [string, string][] = []
  const scheduler = new Scheduler({
    account,
    invoke: async (target, event) => {
      calls.push([target.arn, event])
    },
    log: () => undefined,
  })
  const target = (arn: string, input?: string) => ({ arn, input, groupId: undefined })
  scheduler.start([
    {
      name: 'a',
      arn: 'arn:a',
      expression: '',
      next: parseSchedule('rate(1 minute)'),
      targets: [target('one', '{"x":1}')],
    },
    { name: 'b', arn: 'arn:b', expression: '', next: parseSchedule('cron(0 0 1 3 ? *)'), targets: [target('two')] },
  ])
  await vi.advanceTimersByTimeAsync(3 * 60_000)
  expect(calls).toEqual([
    ['one', '{"x":1}'],
    ['one', '{"x":1}'],
    ['one', '{"x":1}'],
  ])
  // Further away than a timer reaches.
  await vi.advanceTimersByTimeAsync(59 * 86_400_000)
  expect(calls.filter(([arn]) => arn === 'two').map(([, event]) => JSON.parse(event).time)).toEqual([
    '2026-03-01T00:00:00Z',
  ])
  scheduler.stop()
  const before = calls.length
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(calls).toHaveLength(before)
})
