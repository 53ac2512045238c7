import { describe, expect, it } from 'vitest'
import { calendarDay, dayAndTime, dayOf, timeOfDay, window } from './time.ts'

const moscow = 'Europe/Moscow'

describe("times in the shop's zone", () => {
  it("shows the shop's hours wherever the browser is", () => {
    expect(timeOfDay('2026-11-24T11:05:00Z', 'ru', moscow)).toBe('14:05')
    expect(window({ start: '2026-11-24T11:00:00Z', end: '2026-11-24T13:00:00Z' }, 'en', moscow)).toBe('14:00–16:00')
    expect(timeOfDay('2026-11-24T21:00:00Z', 'en', moscow)).toBe('00:00')
  })

  it('names the day in both languages', () => {
    expect(dayOf('2026-11-24T11:05:00Z', 'ru', moscow)).toBe('вт, 24 ноября')
    expect(dayOf('2026-11-24T11:05:00Z', 'en', moscow)).toMatch(/^Tue,? 24 November$/)
    expect(dayAndTime('2026-11-24T11:05:00Z', 'ru', moscow)).toBe('24 ноября, 14:05')
  })

  it("puts the hour after midnight into the shop's day", () => {
    expect(calendarDay('2026-11-24T21:30:00Z', moscow)).toBe('2026-11-25')
    expect(calendarDay('2026-11-24T20:30:00Z', moscow)).toBe('2026-11-24')
  })
})
