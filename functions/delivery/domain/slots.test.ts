import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type SlotTemplate, upcomingSlots } from './slots.ts'

const timeZone = 'Europe/Moscow'
const template = (startsMinute: number, rest: Partial<SlotTemplate> = {}): SlotTemplate => ({
  id: String(startsMinute),
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  startsMinute,
  endsMinute: startsMinute + 120,
  cutoffMinutes: 60,
  capacity: null,
  ...rest,
})
const templates = [10, 12, 14, 16, 18, 20].map((hour) => template(hour * 60))
const now = new Date('2026-11-22T20:30:00Z')
const slots = upcomingSlots(templates, now, timeZone)

describe('the slots ahead', () => {
  test('are two hours long, from ten to ten, today and the next seven days', () => {
    expect(slots).toHaveLength(8 * 6)
    expect(slots[0]).toMatchObject({
      id: '20261122-10',
      serviceDate: '2026-11-22',
      startsAt: new Date('2026-11-22T07:00:00Z'),
    })
    expect(slots.at(-1)).toMatchObject({ id: '20261129-20', endsAt: new Date('2026-11-29T19:00:00Z') })
  })

  test('close before they begin', () => {
    for (const { cutoffAt, startsAt } of slots) expect(startsAt.getTime() - cutoffAt.getTime()).toBe(60 * 60_000)
  })

  test('are on the days of their template, with its bound and its cut-off, in the order of time', () => {
    const some = upcomingSlots(
      [
        template(18 * 60 + 30, { weekdays: [6, 7], capacity: 5 }),
        template(9 * 60, { weekdays: [7], cutoffMinutes: 24 * 60 }),
      ],
      now,
      timeZone,
    )
    expect(some.map(({ id, capacity }) => [id, capacity])).toEqual([
      ['20261122-09', null],
      ['20261122-1830', 5],
      ['20261128-1830', 5],
      ['20261129-09', null],
      ['20261129-1830', 5],
    ])
    expect(some[0]).toMatchObject({
      cutoffAt: new Date('2026-11-21T06:00:00Z'),
      startsAt: new Date('2026-11-22T06:00:00Z'),
    })
  })

  test('are one where two templates begin together', () => {
    const twice = upcomingSlots([...templates, template(600, { id: 'other', endsMinute: 800 })], now, timeZone)
    expect(twice).toEqual(slots)
  })

  test('keep id and window whenever they are made', () => {
    const known = new Map(slots.map((slot) => [slot.id, slot]))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7 * 24 * 60 }), (minutes) => {
        for (const slot of upcomingSlots(templates, new Date(now.getTime() + minutes * 60_000), timeZone))
          if (known.has(slot.id)) expect(slot).toEqual(known.get(slot.id))
      }),
      { numRuns: 30 },
    )
  })
})
