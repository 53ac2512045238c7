import { describe, expect, it } from 'vitest'
import type { Quote } from '../api/answers.ts'
import { hasTrouble, troubleOf } from './line-trouble.ts'

const name = { ru: 'Чайник', en: 'Kettle' }
const quote: Quote = {
  items: [
    {
      productId: 'a',
      sku: 'A',
      slug: 'a',
      name,
      image: null,
      quantity: 2,
      priceMinor: 100,
      lineMinor: 200,
      available: 3,
      enough: true,
    },
  ],
  unknown: ['gone'],
  weightGrams: 0,
  slots: null,
  itemsMinor: 200,
  currency: 'RUB',
  delivery: { state: 'unknown' },
  totalMinor: null,
  quotedAt: '2026-11-24T11:00:00Z',
}
const cartOf = (productId: string, quantity: number) => ({ id: 'c', lines: [{ productId, quantity, name }] })

describe('the trouble with a line', () => {
  it('is that the shop no longer sells it, or has fewer', () => {
    expect(troubleOf('gone', 1, quote)).toEqual({ kind: 'gone' })
    expect(troubleOf('a', 4, quote)).toEqual({ kind: 'short', available: 3 })
  })

  it('counts the quantity of now, not of when the quote was asked', () => {
    expect(hasTrouble(cartOf('a', 3), quote)).toBe(false)
    expect(hasTrouble(cartOf('a', 4), quote)).toBe(true)
  })

  it('is not known of what the quote does not have yet', () => {
    expect(hasTrouble(cartOf('new', 1), quote)).toBe(false)
  })
})
