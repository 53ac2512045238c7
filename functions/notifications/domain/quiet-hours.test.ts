import fc from 'fast-check'
import { expect, test } from 'vitest'
import { endOfQuiet, parseQuietHours } from './quiet-hours.ts'

const night = parseQuietHours('22-8')
const end = (at: string, timeZone: string, hours = night) => endOfQuiet(hours, timeZone, Date.parse(at))?.toISOString()

test.each([
  { at: '2026-11-28T18:59:59Z', timeZone: 'Europe/Moscow', ends: undefined },
  { at: '2026-11-28T19:00:00Z', timeZone: 'Europe/Moscow', ends: '2026-11-29T05:00:00.000Z' },
  { at: '2026-11-29T01:30:00Z', timeZone: 'Europe/Moscow', ends: '2026-11-29T05:00:00.000Z' },
  { at: '2026-11-29T05:00:00Z', timeZone: 'Europe/Moscow', ends: undefined },
  // The same moment is day elsewhere.
  { at: '2026-11-28T19:00:00Z', timeZone: 'Europe/Kaliningrad', ends: undefined },
  { at: '2026-11-28T19:00:00Z', timeZone: 'Asia/Kathmandu', ends: '2026-11-29T02:15:00.000Z' },
  // The night on which clocks go forward is an hour shorter, that on which they go back an hour longer.
  { at: '2026-03-28T22:00:00Z', timeZone: 'Europe/Berlin', ends: '2026-03-29T06:00:00.000Z' },
  { at: '2026-10-24T21:00:00Z', timeZone: 'Europe/Berlin', ends: '2026-10-25T07:00:00.000Z' },
])('at $at in $timeZone they end at $ends', ({ at, timeZone, ends }) => {
  expect(end(at, timeZone)).toBe(ends)
})

test('they may lie within a day, or be none at all', () => {
  expect(end('2026-11-28T12:30:00Z', 'UTC', parseQuietHours('12-14'))).toBe('2026-11-28T14:00:00.000Z')
  expect(end('2026-11-28T14:00:00Z', 'UTC', parseQuietHours('12-14'))).toBeUndefined()
  expect(end('2026-11-28T00:00:00Z', 'UTC', parseQuietHours('0-0'))).toBeUndefined()
})

test('nobody waits longer than the hours last, and never until a quiet one', () => {
  const zones = fc.constantFrom('Europe/Moscow', 'Asia/Vladivostok', 'America/St_Johns', 'Australia/Lord_Howe')
  const moments = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(zones, moments, (timeZone, at) => {
      const ends = endOfQuiet(night, timeZone, at.getTime())
      if (!ends) return
      expect(ends.getTime() - at.getTime()).toBeGreaterThan(0)
      expect(ends.getTime() - at.getTime()).toBeLessThanOrEqual(11 * 3_600_000)
      expect(endOfQuiet(night, timeZone, ends.getTime())).toBeUndefined()
    }),
    { numRuns: 200 },
  )
})

test.each(['', '22', '24-8', '22-25', '10 pm - 8 am'])('"%s" is none', (text) => {
  expect(() => parseQuietHours(text)).toThrow('quiet hours')
})
