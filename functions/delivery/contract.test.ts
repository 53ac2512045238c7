import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deliveryFee, type FeeRule, weightSteps } from './contract.ts'

const rule: FeeRule = {
  feeMinor: 14_900,
  freeFromMinor: 300_000,
  weightSteps: [
    { fromGrams: 30_000, extraMinor: 29_000 },
    { fromGrams: 80_000, extraMinor: 59_000 },
  ],
}

describe('the fee', () => {
  test('is waived from the sum on that its zone says, and never where it says none', () => {
    const fee = (itemsMinor: number, of = rule) => deliveryFee(of, { itemsMinor, weightGrams: 0 }).feeMinor
    expect([0, 299_999, 300_000, 300_001].map((sum) => fee(sum))).toEqual([14_900, 14_900, 0, 0])
    expect(fee(9_900_000, { ...rule, freeFromMinor: null })).toBe(14_900)
    expect(fee(0, { ...rule, freeFromMinor: 0 })).toBe(0)
  })

  test('has what the last step adds that the weight reaches, also where the rest is waived', () => {
    const fee = (weightGrams: number, itemsMinor = 0) => deliveryFee(rule, { itemsMinor, weightGrams })
    expect([29_999, 30_000, 79_999, 80_000, 1e9].map((grams) => fee(grams).extraMinor)).toEqual([
      0, 29_000, 29_000, 59_000, 59_000,
    ])
    expect(fee(30_000, 300_000)).toEqual({ feeMinor: 29_000, extraMinor: 29_000 })
    expect(fee(30_000)).toEqual({ feeMinor: 43_900, extraMinor: 29_000 })
  })
})

const amount = fc.integer({ min: 0, max: 99_999_999_999 })
const rising = fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000_000 }), { maxLength: 20 }).chain((weights) =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: 99_999_999_999 }), { minLength: weights.length, maxLength: weights.length })
    .map((extras) => {
      const up = (a: number, b: number) => a - b
      const sorted = extras.sort(up)
      return weights.sort(up).map((fromGrams, index) => ({ fromGrams, extraMinor: sorted[index] as number }))
    }),
)
const anyRule = fc.record({ feeMinor: amount, freeFromMinor: fc.option(amount), weightSteps: rising })
// Fifty lines of ninety-nine of what is dearest and heaviest.
const anyLoad = fc.record({
  itemsMinor: fc.integer({ min: 0, max: 99_999_999_999 * 99 * 50 }),
  weightGrams: fc.integer({ min: 0, max: 2_147_483_647 * 99 * 50 }),
})

describe('every rule and load', () => {
  test('give whole amounts within what can be counted', () => {
    fc.assert(
      fc.property(anyRule, anyLoad, (one, load) => {
        const { feeMinor, extraMinor } = deliveryFee(one, load)
        expect(Number.isSafeInteger(feeMinor + load.itemsMinor)).toBe(true)
        expect(extraMinor).toBeGreaterThanOrEqual(0)
        expect(feeMinor).toBeGreaterThanOrEqual(extraMinor)
      }),
    )
  })

  test('cost no less when heavier, and no more for dearer goods', () => {
    fc.assert(
      fc.property(anyRule, anyLoad, anyLoad, (one, a, b) => {
        const light = { ...a, weightGrams: Math.min(a.weightGrams, b.weightGrams) }
        const heavy = { ...a, weightGrams: Math.max(a.weightGrams, b.weightGrams) }
        expect(deliveryFee(one, heavy).feeMinor).toBeGreaterThanOrEqual(deliveryFee(one, light).feeMinor)
        const cheap = { ...a, itemsMinor: Math.min(a.itemsMinor, b.itemsMinor) }
        const dear = { ...a, itemsMinor: Math.max(a.itemsMinor, b.itemsMinor) }
        expect(deliveryFee(one, dear).feeMinor).toBeLessThanOrEqual(deliveryFee(one, cheap).feeMinor)
      }),
    )
  })

  test('have steps that an operator may set', () => {
    fc.assert(
      fc.property(rising, (steps) => {
        expect(weightSteps.safeParse(steps).success).toBe(true)
      }),
    )
  })
})

test.each([
  [
    'weights that fall',
    [
      { fromGrams: 20, extraMinor: 1 },
      { fromGrams: 10, extraMinor: 2 },
    ],
  ],
  [
    'one weight twice',
    [
      { fromGrams: 20, extraMinor: 1 },
      { fromGrams: 20, extraMinor: 2 },
    ],
  ],
  [
    'an amount that falls',
    [
      { fromGrams: 10, extraMinor: 2 },
      { fromGrams: 20, extraMinor: 1 },
    ],
  ],
  ['nothing to pay', [{ fromGrams: 10, extraMinor: 0 }]],
  ['no weight', [{ fromGrams: 0, extraMinor: 1 }]],
  ['twenty-one steps', Array.from({ length: 21 }, (_, index) => ({ fromGrams: index + 1, extraMinor: index + 1 }))],
])('steps with %s are refused', (_, steps) => {
  expect(weightSteps.safeParse(steps).success).toBe(false)
})
