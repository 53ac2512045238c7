import { expect, it } from 'vitest'
import { clockOf, endMinuteOf, minuteOf } from './minutes.ts'

it('says every minute of a day as a clock does, and reads it again', () => {
  for (let minute = 0; minute < 24 * 60; minute++) expect(minuteOf(clockOf(minute))).toBe(minute)
  expect([clockOf(570), minuteOf('23:59:30')]).toEqual(['09:30', 1439])
})

it('takes midnight for the end of a day where something ends', () => {
  expect([clockOf(1440), endMinuteOf('00:00'), endMinuteOf('18:30')]).toEqual(['00:00', 1440, 1110])
})

it('knows what is no time', () => {
  for (const text of ['', '9:30', 'noon']) expect([minuteOf(text), endMinuteOf(text)]).toEqual([Number.NaN, Number.NaN])
})
