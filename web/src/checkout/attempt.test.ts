import { describe, expect, it } from 'vitest'
import { ApiProblem, NoAnswer } from '../api/problem.ts'
import { type Attempt, acceptAttempt, acceptUndecided, attemptFor, isRefusal, undecidedAfter } from './attempt.ts'

const problem = (status: number, code?: string) =>
  new ApiProblem(status, code ? { type: `urn:korob:problem:${code}`, code, title: code } : undefined, new Headers())

describe('the key of an attempt', () => {
  const first = attemptFor({}, '{"a":1}', 1000, () => 'key-1')

  it('stays while the same order has no final answer', () => {
    expect(attemptFor({ unanswered: first }, '{"a":1}', 5000, () => 'key-2')).toBe(first)
  })

  it('is new once anything in the order has changed, and says whose place it takes, be it of several', () => {
    const second = attemptFor({ unanswered: first }, '{"a":2}', 5000, () => 'key-2')
    expect(second).toEqual({ key: 'key-2', json: '{"a":2}', startedAtMs: 5000, insteadOf: ['key-1'] })
    // The second may never have reached the shop.
    expect(attemptFor({ unanswered: second }, '{"a":3}', 6000, () => 'key-3').insteadOf).toEqual(['key-1', 'key-2'])
  })

  it('is new after a final answer, even for the same order', () => {
    expect(attemptFor({}, '{"a":1}', 5000, () => 'key-2')).toEqual({ key: 'key-2', json: '{"a":1}', startedAtMs: 5000 })
  })

  it('names no more than the shop takes, the last ones', () => {
    let last = first
    for (let n = 2; n < 30; n++) last = attemptFor({ unanswered: last }, `{"a":${n}}`, n, () => `key-${n}`)
    expect(last.insteadOf).toHaveLength(16)
    expect(last.insteadOf?.at(-1)).toBe('key-28')
  })
})

describe('an attempt in the place of one whose answer was lost, and refused', () => {
  const json = (n: number) => JSON.stringify({ cartId: 'cart-1', n })
  const lost: Attempt = { key: 'key-1', json: json(1), startedAtMs: 1000 }
  const second = attemptFor({ unanswered: lost }, json(2), 2000, () => 'key-2')
  const third = (undecided = undecidedAfter(second, { problem: problem(400, 'invalid_request'), mayBeOrder: false })) =>
    attemptFor({ undecided: undecided ?? undefined }, json(3), 3000, () => 'key-3')

  it.each([
    [400, 'invalid_request'],
    [413, 'too_large'],
    [429, 'too_many_requests'],
    [409, 'price_changed'],
  ])('by %i %s leaves the lost one to be named by the next, and that by the one after it', (status, code) => {
    const refusal = { problem: problem(status, code), mayBeOrder: false }
    const next = third(undecidedAfter(second, refusal))
    expect(next).toEqual({ key: 'key-3', json: json(3), startedAtMs: 3000, insteadOf: ['key-1'] })
    expect(undecidedAfter(next, refusal)).toMatchObject({ keys: ['key-1'] })
    expect(attemptFor({ unanswered: next }, json(4), 4000, () => 'key-4').insteadOf).toEqual(['key-1', 'key-3'])
  })

  it('is named itself where an earlier sending of it may have been taken', () => {
    const refusal = { problem: problem(400, 'invalid_request'), mayBeOrder: true }
    expect(third(undecidedAfter(second, refusal)).insteadOf).toEqual(['key-1', 'key-2'])
  })

  it('with the order that it was has nothing left to name', () => {
    expect(undecidedAfter(second, { problem: problem(409, 'already_ordered'), mayBeOrder: false })).toBeNull()
  })

  it('is nothing to another cart', () => {
    const undecided = { cartId: 'cart-0', keys: ['key-0'], sinceMs: 0 }
    expect(third(undecided).insteadOf).toBeUndefined()
  })

  it('is remembered for a day over a closed page', () => {
    const kept = { cartId: 'cart-1', keys: ['key-1'], sinceMs: 1000 }
    const day = 24 * 3_600_000
    expect(acceptUndecided(JSON.parse(JSON.stringify(kept)), 2000)).toEqual(kept)
    expect(acceptUndecided(kept, kept.sinceMs + day)).toBeUndefined()
    for (const junk of [undefined, null, 7, 'x', [], {}, { ...kept, keys: [1] }, { ...kept, cartId: 1 }])
      expect(acceptUndecided(junk, 2000)).toBeUndefined()
  })
})

describe('a kept attempt', () => {
  const kept = { key: 'key-1', json: '{}', startedAtMs: 1_764_000_000_000 }
  const hour = 3_600_000

  it('survives a closed page', () => {
    for (const attempt of [kept, { ...kept, insteadOf: ['key-0', 'key-9'] }])
      expect(acceptAttempt(JSON.parse(JSON.stringify(attempt)), kept.startedAtMs + hour)).toEqual(attempt)
    expect(acceptAttempt({ ...kept, insteadOf: 'key-0' }, kept.startedAtMs)).toEqual({ ...kept, insteadOf: ['key-0'] })
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
