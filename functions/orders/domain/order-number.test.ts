import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderNumber, readOrderNumber } from './order-number.ts'

const serials = fc.integer({ min: 10_001, max: 99_999_999 })

describe('an order number', () => {
  it('is read back, with its dash, without it, and with spaces', () => {
    fc.assert(
      fc.property(serials, (serial) => {
        const number = orderNumber(serial)
        expect(readOrderNumber(number)).toBe(serial)
        expect(readOrderNumber(number.replace('-', ''))).toBe(serial)
        expect(readOrderNumber(` ${number.replace('-', ' ')} `)).toBe(serial)
      }),
    )
  })

  it('is refused with one digit misheard', () => {
    fc.assert(
      fc.property(serials, fc.nat(), fc.integer({ min: 1, max: 9 }), (serial, at, by) => {
        const digits = [...orderNumber(serial).replace('-', '')]
        const place = at % digits.length
        digits[place] = String((Number(digits[place]) + by) % 10)
        expect(readOrderNumber(digits.join(''))).toBeUndefined()
      }),
    )
  })

  it('is refused with two neighbouring digits swapped', () => {
    fc.assert(
      fc.property(serials, fc.nat(), (serial, at) => {
        const digits = [...orderNumber(serial).replace('-', '')]
        const place = at % (digits.length - 1)
        const [left = '', right = ''] = digits.slice(place, place + 2)
        fc.pre(left !== right)
        digits.splice(place, 2, right, left)
        expect(readOrderNumber(digits.join(''))).toBeUndefined()
      }),
    )
  })
})
