import { describe, expect, it } from 'vitest'
import { parseSchedule } from './expression.ts'
import { scheduledEvent } from './scheduler.ts'

const at = (text: string): number => Date.parse(`${text}Z`)
const next = (expression: string, after: string): string | undefined => {
  const time = parseSchedule(expression)(at(after), at('2026-01-01T00:00'))
  return time === undefined ? undefined : new Date(time).toISOString().slice(0, 16)
}

describe('a cron expression', () => {
  // The first six are examples of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html
  it.each([
    ['cron(0 10 * * ? *)', '2026-03-01T09:59', '2026-03-01T10:00'],
    ['cron(15 12 * * ? *)', '2026-03-01T12:15', '2026-03-02T12:15'],
    ['cron(0 18 ? * MON-FRI *)', '2026-03-06T18:00', '2026-03-09T18:00'],
    ['cron(0 8 1 * ? *)', '2026-12-01T08:00', '2027-01-01T08:00'],
    ['cron(0/15 * * * ? *)', '2026-03-01T10:46', '2026-03-01T11:00'],
    ['cron(0/5 8-17 ? * MON-FRI *)', '2026-03-06T17:55', '2026-03-09T08:00'],
    ['cron(0 9 ? * 2#1 *)', '2026-03-01T00:00', '2026-03-02T09:00'],
    ['cron(0 9 L * ? *)', '2026-02-01T00:00', '2026-02-28T09:00'],
    ['cron(0 9 LW * ? *)', '2026-02-01T00:00', '2026-02-27T09:00'],
    ['cron(0 9 1W * ? *)', '2026-02-01T00:00', '2026-02-02T09:00'],
    ['cron(0 9 15W * ? *)', '2026-02-01T00:00', '2026-02-16T09:00'],
    ['cron(0 9 ? * 6L *)', '2026-03-01T00:00', '2026-03-27T09:00'],
    ['cron(0 0 29 2 ? *)', '2026-03-01T00:00', '2028-02-29T00:00'],
    ['cron(0 0 1 JAN,JUL ? 2027)', '2026-03-01T00:00', '2027-01-01T00:00'],
    ['cron(0 22-2 * * ? *)', '2026-03-01T23:30', '2026-03-02T00:00'],
    ['cron(0 0 1 1 ? 2020)', '2026-03-01T00:00', undefined],
  ])('%s after %s is due at %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected)
  })

  it.each([
    ['cron(0 10 * * *)', 'six fields'],
    ['cron(0 10 * * * *)', 'must be ?'],
    ['cron(60 10 * * ? *)', 'not within 0-59'],
    ['cron(0 10 * FOO ? *)', 'not a value'],
    ['rate(0 minutes)', 'positive'],
    ['every day', 'not a schedule expression'],
  ])('%s is refused', (expression, message) => {
    expect(() => next(expression, '2026-01-01T00:00')).toThrow(message)
  })
})

describe('a rate', () => {
  it.each([
    ['rate(1 minute)', '2026-01-01T00:00', '2026-01-01T00:01'],
    ['rate(5 minutes)', '2026-01-01T00:07', '2026-01-01T00:10'],
    ['rate(2 hours)', '2026-01-01T02:00', '2026-01-01T04:00'],
    ['rate(1 day)', '2026-01-01T10:00', '2026-01-02T00:00'],
  ])('%s after %s is due at %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected)
  })
})

describe('a single time', () => {
  it('is due once', () => {
    expect(next('at(2026-05-01T12:00:00)', '2026-01-01T00:00')).toBe('2026-05-01T12:00')
    expect(next('at(2026-05-01T12:00:00)', '2026-05-01T12:00')).toBeUndefined()
  })
})

describe('a schedule in a time zone', () => {
  const next = (expression: string, zone: string, after: string): string | undefined => {
    const time = parseSchedule(expression, zone)(Date.parse(after), 0)
    return time === undefined ? undefined : new Date(time).toISOString()
  }

  it("follows the zone's clocks, summer and winter", () => {
    expect(next('cron(0 9 * * ? *)', 'Europe/Berlin', '2026-01-10T00:00Z')).toBe('2026-01-10T08:00:00.000Z')
    expect(next('cron(0 9 * * ? *)', 'Europe/Berlin', '2026-07-10T00:00Z')).toBe('2026-07-10T07:00:00.000Z')
    expect(next('cron(0 1 * * ? *)', 'Asia/Novosibirsk', '2026-07-10T00:00Z')).toBe('2026-07-10T18:00:00.000Z')
    expect(next('at(2026-05-01T12:00:00)', 'Asia/Kolkata', '2026-01-01T00:00Z')).toBe('2026-05-01T06:30:00.000Z')
  })

  // https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
  it('passes over what the clocks leave out, and takes once what they show twice', () => {
    const daily = 'cron(30 2 * * ? *)'
    expect(next(daily, 'Europe/Berlin', '2026-03-28T12:00Z')).toBe('2026-03-30T00:30:00.000Z')
    expect(next(daily, 'Europe/Berlin', '2026-10-24T12:00Z')).toBe('2026-10-25T00:30:00.000Z')
    expect(next(daily, 'Europe/Berlin', '2026-10-25T00:30Z')).toBe('2026-10-26T01:30:00.000Z')
  })

  it('must be one there is', () => {
    expect(() => parseSchedule('cron(0 9 * * ? *)', 'Mars/Base')).toThrow('Mars/Base')
  })
})

it("a schedule's event is EventBridge Scheduler's own", () => {
  const account = { accountId: '123456789012', region: 'us-east-1', awsEndpoint: '' }
  const arn = 'arn:aws:scheduler:us-east-1:123456789012:schedule/default/nightly'
  expect(scheduledEvent({ arn }, 0, account)).toMatchObject({ source: 'aws.scheduler', resources: [arn], detail: '{}' })
})

it("a scheduled event equals AWS's documented example", () => {
  const account = { accountId: '123456789012', region: 'us-east-1', awsEndpoint: '' }
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
  expect(
    scheduledEvent(
      { arn: 'arn:aws:events:us-east-1:123456789012:rule/my-schedule' },
      at('2015-10-08T16:53:06'),
      account,
    ),
  ).toEqual({
    version: '0',
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '123456789012',
    time: '2015-10-08T16:53:06Z',
    region: 'us-east-1',
    resources: ['arn:aws:events:us-east-1:123456789012:rule/my-schedule'],
    detail: {},
  })
})
