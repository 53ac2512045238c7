import { expect, it } from 'vitest'
import { ndcg, recall } from './metrics.ts'

it('an ideal order is worth 1, nothing found 0, and a later place less', () => {
  expect(ndcg([3, 2, 1], [1, 2, 3, 0])).toBe(1)
  expect(ndcg([], [3])).toBe(0)
  expect(ndcg([0, 3], [3])).toBeCloseTo(1 / Math.log2(3))
  expect(ndcg([1, 3], [3, 1])).toBeLessThan(1)
})

it('recall is of what is relevant, or of the places there are', () => {
  expect(recall([3, 0, 1], [3, 1, 1, 0])).toBeCloseTo(2 / 3)
  expect(recall([1, 1], [1, 1, 1, 1], 2)).toBe(1)
})
