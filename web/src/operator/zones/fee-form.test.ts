import { expect, it } from 'vitest'
import { feeFormOf, feeOf } from './fee-form.ts'

const rule = { feeMinor: 24_950, freeFromMinor: 500_000, weightSteps: [{ fromGrams: 30_500, extraMinor: 39_000 }] }

it('reads a rule as it was written', () => {
  expect(feeOf(feeFormOf(rule))).toEqual({ rule })
  const never = { feeMinor: 0, freeFromMinor: null, weightSteps: [] }
  expect(feeOf(feeFormOf(never))).toEqual({ rule: never })
})

it('names the field that is no amount', () => {
  const form = feeFormOf(rule)
  expect(feeOf({ ...form, fee: '' })).toEqual({ wrong: 'fee' })
  expect(feeOf({ ...form, freeFrom: 'never' })).toEqual({ wrong: 'freeFrom' })
  expect(feeOf({ ...form, steps: [{ key: 7, fromKg: '1', extra: '-' }] })).toEqual({ wrong: 7 })
  expect(feeOf(feeFormOf(undefined))).toEqual({ wrong: 'fee' })
})
