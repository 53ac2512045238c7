import { describe, expect, test } from 'vitest'
import { troubleOf } from './trip-trouble.ts'

const grace = { overdueMinutes: 60, silentMinutes: 90, startMinutes: 30 }
const now = new Date('2026-11-28T15:00:00Z')
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)

describe('a trip', () => {
  test.each([
    ['is well until its grace is over', { returnsAt: ago(60), windowsEndAt: ago(60), lastSignAt: ago(90) }, null],
    ['is overdue after it', { returnsAt: ago(61), windowsEndAt: null, lastSignAt: ago(1) }, 'overdue'],
    [
      'is overdue long after its last window, however near its courier seems to be',
      { returnsAt: ago(0), windowsEndAt: ago(61), lastSignAt: ago(1) },
      'overdue',
    ],
    [
      'is silent while it is not due, but nothing is heard of it',
      { returnsAt: ago(-300), windowsEndAt: ago(-200), lastSignAt: ago(91) },
      'silent',
    ],
    ['is overdue rather than silent', { returnsAt: ago(120), windowsEndAt: ago(200), lastSignAt: ago(180) }, 'overdue'],
  ] as const)('on the road %s', (_, times, trouble) => {
    expect(troubleOf({ status: 'departed', ...times }, now, grace)).toBe(trouble)
  })

  test('that should have left says so once its grace is over', () => {
    expect(troubleOf({ status: 'planned', leavesBy: ago(30) }, now, grace)).toBeNull()
    expect(troubleOf({ status: 'planned', leavesBy: ago(31) }, now, grace)).toBe('not_started')
  })
})
