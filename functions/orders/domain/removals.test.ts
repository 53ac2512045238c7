import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { takeFromLines, withoutRemoved } from './removals.ts'

const line = (position: number, productId: string, quantity: number) => ({ position, productId, quantity })
const sum = (lines: readonly { quantity: number }[]) => lines.reduce((total, { quantity }) => total + quantity, 0)

const lines = fc
  .array(fc.record({ productId: fc.constantFrom('a', 'b', 'c'), quantity: fc.integer({ min: 1, max: 9 }) }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((all) => all.map((one, index) => line(index + 1, one.productId, one.quantity)))
const removals = fc.array(
  fc.record({ productId: fc.constantFrom('a', 'b', 'c', 'd'), quantity: fc.integer({ min: 1, max: 12 }) }),
  { minLength: 1, maxLength: 4 },
)

describe('removing from an order', () => {
  it('takes exactly what is asked, or says why not', () => {
    fc.assert(
      fc.property(lines, removals, (order, asked) => {
        const result = takeFromLines(order, asked)
        if ('errors' in result) {
          expect(result.errors.length).toBeGreaterThan(0)
          return
        }
        expect(sum(result.removed)).toBe(sum(asked))
        const rest = withoutRemoved(order, result.removed)
        expect(sum(rest)).toBe(sum(order) - sum(asked))
        expect(rest.every(({ quantity }) => quantity > 0)).toBe(true)
      }),
    )
  })

  it('names each line that asks for too much, or for what is not there', () => {
    const order = [line(1, 'a', 2), line(2, 'b', 1)]
    expect(
      takeFromLines(order, [
        { productId: 'a', quantity: 3 },
        { productId: 'x', quantity: 1 },
      ]),
    ).toEqual({
      errors: [
        { field: 'lines.0.quantity', message: 'the order has 2 of it' },
        { field: 'lines.1.productId', message: 'is not in the order' },
      ],
    })
  })
})
