import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'

test('the longest wait doubles up to five minutes', () => {
  expect([1, 2, 3, 4].map((attempts) => backoffMs(attempts, 1))).toEqual([2_000, 4_000, 8_000, 16_000])
  expect(backoffMs(20, 1)).toBe(300_000)
  expect(backoffMs(1_000_000, 1)).toBe(300_000)
})

test('waits spread over the whole time', () => {
  expect(backoffMs(5, 0)).toBe(0)
  expect(backoffMs(5, 0.5)).toBe(16_000)
})

test('never sooner than the gateway asked for', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.integer({ min: 0, max: 3_600_000 }),
      (attempts, random, retryAfterMs) => {
        const wait = backoffMs(attempts, random, retryAfterMs)
        expect(wait).toBeGreaterThanOrEqual(retryAfterMs)
        expect(wait).toBeLessThanOrEqual(retryAfterMs + 300_000)
      },
    ),
  )
})
