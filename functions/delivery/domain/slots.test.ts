import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { demoFleet } from '../demo/fleet.ts'
import { slotRules, upcomingSlots } from './slots.ts'

const timeZone = 'Europe/Moscow'
const shifts = demoFleet(4).flatMap((courier) => courier.shifts)
const now = new Date('2026-11-22T20:30:00Z')
const slots = upcomingSlots(shifts, now, timeZone)

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
    for (const { cutoffAt, startsAt } of slots)
      expect(startsAt.getTime() - cutoffAt.getTime()).toBe(slotRules.cutoffMinutes * 60_000)
  })

  test('have room for the couriers who are there all the while', () => {
    const perCourier = slotRules.stopsPerHour * 2
    expect(slots.slice(0, 6).map(({ capacity }) => capacity / perCourier)).toEqual([2, 2, 4, 4, 2, 2])
  })

  test('have no room when nobody works', () => {
    expect(upcomingSlots([], now, timeZone).every(({ capacity }) => capacity === 0)).toBe(true)
  })

  test('keep id and window whenever they are made', () => {
    const known = new Map(slots.map((slot) => [slot.id, slot]))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7 * 24 * 60 }), (minutes) => {
        for (const slot of upcomingSlots(shifts, new Date(now.getTime() + minutes * 60_000), timeZone))
          if (known.has(slot.id)) expect(slot).toEqual(known.get(slot.id))
      }),
      { numRuns: 30 },
    )
  })
})
