import { expect, it } from 'vitest'
import type { ProductInput } from '../domain/product-input.ts'
import { mergeRows } from './merge.ts'

const row = (line: number, changes: Partial<ProductInput> = {}) => ({
  line,
  product: { sku: 'A', category: 'chairs', name: { ru: 'Стул', en: 'Chair' }, priceMinor: 100, ...changes },
})

it('puts a product into each category its rows name, the first first', () => {
  const merged = mergeRows([row(2), row(5, { category: 'tables' }), row(9, { category: 'beds' }), row(10)])
  expect(merged).toEqual({
    line: 2,
    product: { ...row(2).product, otherCategories: ['beds', 'tables'] },
    conflicts: [],
  })
})

it('keeps the first row where others say otherwise, and tells which', () => {
  const { product, conflicts } = mergeRows([row(2), row(5, { priceMinor: 200, category: 'tables' })])
  expect(product.priceMinor).toBe(100)
  expect(product.otherCategories).toBeUndefined()
  expect(conflicts).toEqual([
    { line: 5, faults: [{ column: 'priceMinor', reason: 'differs from line 2, which has the same sku' }] },
  ])
})

it('says nothing of other categories when the row didn’t', () => {
  expect(mergeRows([row(2)]).product).toEqual(row(2).product)
})
