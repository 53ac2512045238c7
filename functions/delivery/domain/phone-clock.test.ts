import { describe, expect, test } from 'vitest'
import { byOurClock, phoneClockOffset } from './phone-clock.ts'

const now = new Date('2026-11-28T12:00:00Z')
const offsetAt = (sentAt: string | undefined) => phoneClockOffset(sentAt, now)

describe("a phone's clock", () => {
  test('is taken to be right when it says nothing, or differs by no more than a request takes', () => {
    expect(offsetAt(undefined)).toBe(0)
    expect(offsetAt('2026-11-28T11:59:56Z')).toBe(0)
    expect(offsetAt('2026-11-28T12:00:04Z')).toBe(0)
  })

  test('that is minutes ahead or behind is told apart, a wrong time zone too', () => {
    expect(offsetAt('2026-11-28T12:07:00Z')).toBe(-7 * 60_000)
    expect(offsetAt('2026-11-28T11:53:00Z')).toBe(7 * 60_000)
    expect(offsetAt('2026-11-28T02:00:00Z')).toBe(10 * 3600_000)
  })

  test('that is a day off and more corrects nothing', () => {
    expect(offsetAt('2026-11-30T12:00:00Z')).toBe(0)
    expect(offsetAt('1970-01-01T00:00:00Z')).toBe(0)
  })

  test('moves what it dates by as much, and what has no time stays without', () => {
    expect(byOurClock('2026-11-28T12:01:00Z', '2026-11-28T12:07:00Z', now)).toBe('2026-11-28T11:54:00.000Z')
    expect(byOurClock('2026-11-28T11:01:00Z', '2026-11-28T12:00:01Z', now)).toBe('2026-11-28T11:01:00Z')
    expect(byOurClock(undefined, '2026-11-28T12:07:00Z', now)).toBeUndefined()
  })
})
