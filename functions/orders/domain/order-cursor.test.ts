import fc from 'fast-check'
import { expect, it } from 'vitest'
import { orderCursor, readOrderCursor } from './order-cursor.ts'

it('says where a page ended, to the microsecond', () => {
  fc.assert(
    fc.property(
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-01-01') }),
      fc.nat(),
      fc.nat(999),
      (date, serial, micros) => {
        const place = { placedAt: date.toISOString().replace('Z', `${String(micros).padStart(3, '0')}Z`), serial }
        expect(readOrderCursor(orderCursor(place))).toEqual(place)
      },
    ),
  )
})

it('is refused when it is none', () => {
  for (const text of [
    '',
    'x',
    'e30',
    orderCursor({ placedAt: 'now', serial: 1 }),
    orderCursor({ placedAt: '2026-99-01T00:00:00.000000Z', serial: 1 }),
  ])
    expect(() => readOrderCursor(text)).toThrow('invalid_request')
})
