import { expect, test } from 'vitest'
import { deliveryFee } from './contract.ts'

test('delivery is free from the sum on that its zone says, and never where it says none', () => {
  const rule = { feeMinor: 14_900, freeFromMinor: 300_000 }
  expect([0, 299_999, 300_000, 300_001].map((sum) => deliveryFee(rule, sum))).toEqual([14_900, 14_900, 0, 0])
  expect(deliveryFee({ ...rule, freeFromMinor: null }, 9_900_000)).toBe(14_900)
})
