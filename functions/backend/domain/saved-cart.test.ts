import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeLines } from './saved-cart.ts'

const lines = fc.array(
  fc.record({ productId: fc.constantFrom('a', 'b', 'c', 'd', 'e'), quantity: fc.integer({ min: 1, max: 99 }) }),
  { maxLength: 8 },
)
const asSet = (cart: ReturnType<typeof mergeLines>) =>
  new Map(cart.map(({ productId, quantity }) => [productId, quantity]))

describe('two carts that come together', () => {
  it('lose no line of either, and no piece', () => {
    fc.assert(
      fc.property(lines, lines, (saved, brought) => {
        const merged = asSet(mergeLines(saved, brought))
        for (const { productId, quantity } of [...saved, ...brought])
          expect(merged.get(productId)).toBeGreaterThanOrEqual(quantity)
      }),
    )
  })

  it('are the same in whatever order they come, and however often', () => {
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        expect(asSet(mergeLines(a, b))).toEqual(asSet(mergeLines(b, a)))
        expect(mergeLines(mergeLines(a, b), b)).toEqual(mergeLines(a, b))
      }),
    )
  })

  it('keep the order in which things were put in', () => {
    const line = (productId: string) => ({ productId, quantity: 1 })
    expect(mergeLines([line('b'), line('a')], [line('c'), line('a')]).map(({ productId }) => productId)).toEqual([
      'b',
      'a',
      'c',
    ])
  })
})
