import { describe, expect, it } from 'vitest'
import { ApiProblem } from '../api/problem.ts'
import { earlierOrderOf, priceChangeOf, shortLinesOf } from './refusal.ts'

const problem = (code: string, details: object) =>
  new ApiProblem(409, { type: `urn:korob:problem:${code}`, code, ...details }, new Headers())

describe('what a refusal tells', () => {
  it('is the new price with its parts', () => {
    const details = {
      weightExtraMinor: 0,
      changes: [],
      totalMinor: 300,
      itemsMinor: 200,
      deliveryFeeMinor: 100,
      currency: 'RUB',
      items: [],
    }
    expect(priceChangeOf(problem('price_changed', details))).toEqual(details)
  })

  it('is every line that is short', () => {
    const items = [
      { productId: 'a', requested: 3, available: 1 },
      { productId: 'b', requested: 1, available: 0 },
    ]
    expect(shortLinesOf(problem('out_of_stock', { items }))).toEqual([
      { productId: 'a', available: 1 },
      { productId: 'b', available: 0 },
    ])
  })

  it('is the order that the cart has become before', () => {
    const order = { orderId: 'a', number: '10001-7', trackingToken: 'token' }
    expect(earlierOrderOf(problem('already_ordered', { order }))).toEqual(order)
    expect(earlierOrderOf(problem('already_ordered', {}))).toBeUndefined()
    expect(earlierOrderOf(problem('key_reused', { order }))).toBeUndefined()
  })

  it('is nothing where the details are of another refusal or make no sense', () => {
    expect(priceChangeOf(problem('slot_taken', { totalMinor: 1, itemsMinor: 1, deliveryFeeMinor: 0 }))).toBeUndefined()
    expect(priceChangeOf(problem('price_changed', { totalMinor: '1' }))).toBeUndefined()
    expect(shortLinesOf(problem('out_of_stock', { items: [null, 7, { productId: 1 }] }))).toEqual([])
    expect(shortLinesOf(problem('out_of_stock', {}))).toEqual([])
  })
})
