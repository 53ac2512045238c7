import fc from 'fast-check'
import { expect, test } from 'vitest'
import { takeOne } from './limit.ts'

/** Tries to send at these moments, and answers those at which it was allowed. */
const taken = (atMs: readonly number[], perHour: number): number[] => {
  let full = 0
  return atMs.filter((now) => {
    const next = takeOne(full, now, perHour)
    if (next !== undefined) full = next
    return next !== undefined
  })
}

test('as many as an hour’s may go at once, and one more after its share of the hour', () => {
  const now = 1_000_000
  expect(taken([now, now, now, now], 3)).toHaveLength(3)
  expect(taken([now, now, now, now + 20 * 60_000 - 1], 3)).toHaveLength(3)
  expect(taken([now, now, now, now + 20 * 60_000], 3)).toHaveLength(4)
})

test('a limit of 0 is none', () => {
  expect(taken(Array(500).fill(1), 0)).toHaveLength(500)
})

test('no hour has more than its allowance and what grew back meanwhile', () => {
  const moments = fc.array(fc.integer({ min: 1, max: 6 * 3_600_000 }), { maxLength: 200 })
  fc.assert(
    fc.property(moments, fc.integer({ min: 1, max: 20 }), (atMs, perHour) => {
      const sent = taken(
        [...atMs].sort((a, b) => a - b),
        perHour,
      )
      for (const start of sent)
        expect(sent.filter((at) => at >= start && at < start + 3_600_000).length).toBeLessThan(2 * perHour)
    }),
  )
})

test('what was sent while there was no limit does not count once there is one', () => {
  const hour = 3_600_000
  const fullAt = Array.from({ length: 200 }).reduce<number>((at) => takeOne(at, hour, 0)!, 0)
  expect(takeOne(fullAt, hour, 10)).toBeDefined()
})
