import fc from 'fast-check'
import { expect, it } from 'vitest'
import { productSlug, slugOf, stableSlug } from './slug.ts'

it.each([
  ['Кресло FÄRGRIK, 80 см', 'kreslo-fargrik-80-sm'],
  ['Ёж & щётка', 'ezh-shchetka'],
  ['  Ørsta Łódź ß ', 'orsta-lodz-ss'],
  ['茶', ''],
])('writes %s as %s', (text, slug) => {
  expect(slugOf(text)).toBe(slug)
})

it('makes an address of any text, the same each time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(stableSlug(text)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(stableSlug(text)).toBe(stableSlug(text))
    }),
  )
})

it('tells apart skus that differ only in signs', () => {
  expect(productSlug('Pot', 'a-1')).toBe('pot-a-1')
  expect(new Set(['a.1', 'a-1', 'A-1', 'a_1'].map((sku) => productSlug('Pot', sku))).size).toBe(4)
})
