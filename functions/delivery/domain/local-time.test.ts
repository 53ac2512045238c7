import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, atLocalMinute, localDate, weekday } from './local-time.ts'

const zones = ['Europe/Moscow', 'Asia/Kamchatka', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'UTC']

describe('local time', () => {
  test('ten in the morning in Moscow is seven in UTC', () => {
    expect(atLocalMinute('2026-11-23', 600, 'Europe/Moscow').toISOString()).toBe('2026-11-23T07:00:00.000Z')
  })

  test('follows a change of clocks', () => {
    expect(atLocalMinute('2026-03-29', 60, 'Europe/Berlin').toISOString()).toBe('2026-03-29T00:00:00.000Z')
    expect(atLocalMinute('2026-03-29', 240, 'Europe/Berlin').toISOString()).toBe('2026-03-29T02:00:00.000Z')
    expect(atLocalMinute('2026-10-25', 600, 'Europe/Berlin').toISOString()).toBe('2026-10-25T09:00:00.000Z')
  })

  test('a day in a zone is the day its minutes are in', () => {
    const days = fc.integer({ min: 0, max: 2000 }).map((days) => addDays('2025-01-01', days))
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: 4 * 60, max: 24 * 60 - 1 }),
        fc.constantFrom(...zones),
        (day, minute, zone) => {
          expect(localDate(atLocalMinute(day, minute, zone), zone)).toBe(day)
        },
      ),
    )
  })

  test('weeks begin on Monday', () => {
    expect(weekday('2026-11-23')).toBe(1)
    expect(weekday('2026-11-22')).toBe(7)
  })
})
