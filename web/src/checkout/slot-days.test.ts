import { describe, expect, it } from 'vitest'
import { slotDays, stillOpen } from './slot-days.ts'

const slot = (id: string, start: string, available = true) => ({ id, start, end: start, available })
const slots = [
  slot('a', '2026-11-24T07:00:00Z', false),
  slot('b', '2026-11-24T20:30:00Z', false),
  slot('c', '2026-11-24T21:30:00Z'),
]

describe('slots', () => {
  it("stand under their day in the shop's zone", () => {
    expect(
      slotDays(slots, 'Europe/Moscow').map(({ day, slots: of, open }) => [day, of.map(({ id }) => id), open]),
    ).toEqual([
      ['2026-11-24', ['a', 'b'], false],
      ['2026-11-25', ['c'], true],
    ])
  })

  it('stay chosen only while they can be had', () => {
    expect(stillOpen(slots, 'c')).toBe('c')
    expect(stillOpen(slots, 'a')).toBe('')
    expect(stillOpen(slots, 'x')).toBe('')
    expect(stillOpen(undefined, 'x')).toBe('x')
  })
})
