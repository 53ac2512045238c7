import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sumLines, sumMinor } from './lines.ts'

const line = fc.record({
  productId: fc.constantFrom<string[]>('a', 'b', 'c'),
  quantity: fc.integer({ min: 1, max: 99 }),
})

it('names each product once and keeps every piece', () => {
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const summed = sumLines(lines)
      expect(new Set(summed.map(({ productId }) => productId)).size).toBe(summed.length)
      for (const id of ['a', 'b', 'c']) {
        const pieces = (of: typeof lines) =>
          of.filter(({ productId }) => productId === id).reduce((sum, { quantity }) => sum + quantity, 0)
        expect(pieces(summed)).toBe(pieces(lines))
      }
    }),
  )
})

it('keeps the order of first mention', () => {
  const lines = ['b', 'a', 'b'].map((productId) => ({ productId, quantity: 1 }))
  expect(sumLines(lines).map(({ productId }) => productId)).toEqual(['b', 'a'])
})

it('sums money the same with lines summed or not', () => {
  const prices: Record<string, number> = { a: 199, b: 5_000, c: 1 }
  const priced = (lines: { productId: string; quantity: number }[]) =>
    lines.map((one) => ({ ...one, priceMinor: prices[one.productId] ?? 0 }))
  fc.assert(fc.property(fc.array(line), (lines) => sumMinor(priced(lines)) === sumMinor(priced(sumLines(lines)))))
})
