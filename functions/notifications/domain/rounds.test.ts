import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rounds } from './rounds.ts'

const items = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y', 'z')), { maxLength: 30 })

test('nothing is missed, no round has two of one key, and what shares a key keeps its order', () => {
  fc.assert(
    fc.property(items, (pairs) => {
      const named = pairs.map((keys, at) => ({ at, keys: keys as string[] }))
      const divided = rounds(named, ({ keys }) => keys)
      expect(
        divided
          .flat()
          .map(({ at }) => at)
          .sort((a, b) => a - b),
      ).toEqual(pairs.map((_, at) => at))
      for (const round of divided) {
        const keys = round.flatMap((item) => item.keys)
        expect(new Set(keys).size).toBe(keys.length)
      }
      for (const key of ['a', 'b', 'c', 'x', 'y', 'z']) {
        const order = divided.flat().flatMap(({ at, keys }) => (keys.includes(key) ? [at] : []))
        expect(order).toEqual(order.toSorted((a, b) => a - b))
      }
    }),
  )
})

test('what shares nothing is one round', () => {
  expect(rounds(['a', 'b', 'c'], (one) => [one])).toEqual([['a', 'b', 'c']])
})
