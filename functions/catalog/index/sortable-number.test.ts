import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readSortableNumber, sortableNumber } from './sortable-number.ts'

const number = fc.integer({ min: -(10 ** 12), max: 10 ** 12 }).map((thousandths) => thousandths / 1_000)

it('keywords of numbers sort as the numbers do, and are read back', () => {
  fc.assert(
    fc.property(number, number, (a, b) => {
      expect(sortableNumber('w', a) < sortableNumber('w', b)).toBe(a < b)
      expect(readSortableNumber(sortableNumber('w', a))).toEqual({ key: 'w', value: a })
    }),
  )
})
