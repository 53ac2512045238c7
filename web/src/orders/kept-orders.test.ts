import { describe, expect, it } from 'vitest'
import type { PlacedOrder } from '../api/answers.ts'
import { keepOrder } from './kept-orders.ts'

const order = (orderId: string) => ({ orderId, number: `n-${orderId}`, trackingToken: `t-${orderId}` }) as PlacedOrder

describe('orders kept in the browser', () => {
  it('stand newest first, each once, with what opens them', () => {
    const kept = keepOrder(keepOrder(keepOrder([], order('a'), 1), order('b'), 2), order('a'), 3)
    expect(kept).toEqual([
      { orderId: 'a', number: 'n-a', token: 't-a', placedAtMs: 3 },
      { orderId: 'b', number: 'n-b', token: 't-b', placedAtMs: 2 },
    ])
  })

  it('do not grow for ever', () => {
    const many = Array.from({ length: 60 }, (_, index) => order(String(index)))
    const kept = many.reduce<ReturnType<typeof keepOrder>>((orders, one, index) => keepOrder(orders, one, index), [])
    expect(kept).toHaveLength(50)
    expect(kept[0]?.orderId).toBe('59')
  })
})
