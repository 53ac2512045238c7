import { describe, expect, it } from 'vitest'
import { failureReasons } from '../contract.ts'
import { isTriedAgain, maxAttempts, retriedReasons } from './failures.ts'

describe('a delivery that failed', () => {
  it.each(failureReasons)('for %s is tried again while attempts are left, if that can help', (reason) => {
    const counts = Array.from({ length: maxAttempts + 1 }, (_, index) => index + 1)
    expect(counts.filter((failures) => isTriedAgain(reason, failures))).toEqual(
      retriedReasons.includes(reason) ? counts.slice(0, maxAttempts - 1) : [],
    )
  })

  it('is not tried again for a parcel that was refused or is broken', () => {
    expect(retriedReasons).toEqual(['nobody_home', 'wrong_address', 'other'])
  })
})
