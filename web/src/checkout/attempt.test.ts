import { describe, expect, it } from 'vitest'
import { ApiProblem, NoAnswer } from '../api/problem.ts'
import { acceptAttempt, attemptFor, isRefusal } from './attempt.ts'

const problem = (status: number, code?: string) =>
  new ApiProblem(status, code ? { type: `urn:korob:problem:${code}`, code, title: code } : undefined, new Headers())

describe('the key of an attempt', () => {
  const first = attemptFor(undefined, '{"a":1}', 1000, () => 'key-1')

  it('stays while the same order has no final answer', () => {
    expect(attemptFor(first, '{"a":1}', 5000, () => 'key-2')).toBe(first)
  })

  it('is new once anything in the order has changed, and says whose place it takes', () => {
    expect(attemptFor(first, '{"a":2}', 5000, () => 'key-2')).toEqual({
      key: 'key-2',
      json: '{"a":2}',
      startedAtMs: 5000,
      insteadOf: 'key-1',
    })
  })

  it('is new after a final answer, even for the same order', () => {
    expect(attemptFor(undefined, '{"a":1}', 5000, () => 'key-2')).toEqual({
      key: 'key-2',
      json: '{"a":1}',
      startedAtMs: 5000,
    })
  })
})

describe('a kept attempt', () => {
  const kept = { key: 'key-1', json: '{}', startedAtMs: 1_764_000_000_000 }
  const hour = 3_600_000

  it('survives a closed page', () => {
    for (const attempt of [kept, { ...kept, insteadOf: 'key-0' }])
      expect(acceptAttempt(JSON.parse(JSON.stringify(attempt)), kept.startedAtMs + hour)).toEqual(attempt)
  })

  it('is forgotten after a day, or when it makes no sense', () => {
    expect(acceptAttempt(kept, kept.startedAtMs + 24 * hour)).toBeUndefined()
    for (const junk of [undefined, null, 7, 'x', [], {}, { ...kept, key: 1 }, { ...kept, json: {} }])
      expect(acceptAttempt(junk, kept.startedAtMs)).toBeUndefined()
  })
})

describe('what ends an attempt without an order', () => {
  it.each([
    [400, 'invalid_request'],
    [409, 'price_changed'],
    [409, 'out_of_stock'],
    [409, 'slot_taken'],
    [409, 'out_of_zone'],
    [422, 'key_reused'],
  ])('%i %s does', (status, code) => {
    expect(isRefusal(problem(status, code))).toBe(true)
  })

  it.each([
    [409, 'in_progress'],
    [429, 'too_many_requests'],
    [500, 'internal'],
    [503, 'unavailable'],
  ])('%i %s does not', (status, code) => {
    expect(isRefusal(problem(status, code))).toBe(false)
  })

  it('an answer that the shop did not word does not, nor does none at all', () => {
    for (const status of [403, 408, 429, 502, 504]) expect(isRefusal(problem(status))).toBe(false)
    expect(isRefusal(new NoAnswer('timeout'))).toBe(false)
    expect(isRefusal(new TypeError('failed to fetch'))).toBe(false)
  })
})
