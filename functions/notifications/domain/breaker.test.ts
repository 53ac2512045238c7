import { expect, test } from 'vitest'
import { afterFailure, afterSuccess, allows, closedBreaker } from './breaker.ts'

const failures = (count: number, nowMs = 0) =>
  Array.from({ length: count }).reduce((state: typeof closedBreaker) => afterFailure(state, nowMs), closedBreaker)

test('a few failures are borne', () => {
  expect(allows(failures(4), 0)).toBe(true)
})

test('five in a row give the gateway ten seconds of rest', () => {
  expect(allows(failures(5), 9_999)).toBe(false)
  expect(allows(failures(5), 10_000)).toBe(true)
})

test('after its rest the next failure starts another, a success ends the story', () => {
  const rested = failures(5)
  expect(allows(afterFailure(rested, 10_000), 10_001)).toBe(false)
  expect(allows(afterFailure(afterSuccess(rested), 10_000), 10_001)).toBe(true)
})

test('the rest it asks for is given at once', () => {
  const asked = afterFailure(closedBreaker, 0, 2_000)
  expect(allows(asked, 1_999)).toBe(false)
  expect(allows(asked, 2_000)).toBe(true)
})

test('a later failure never shortens a rest', () => {
  expect(allows(afterFailure(afterFailure(closedBreaker, 0, 60_000), 1_000), 59_999)).toBe(false)
})
