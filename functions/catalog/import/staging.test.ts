import { expect, it } from 'vitest'
import { openStaging } from './staging.ts'

it('finds skus that differ only in case, by the line where each comes first', () => {
  const staging = openStaging()
  const product = { category: 'zoo', name: { ru: 'А', en: 'A' }, priceMinor: 1 }
  for (const [index, sku] of ['p1', 'x', 'P1', 'Ёж-1', 'p1', 'P1', 'ёж-1'].entries())
    staging.add(index + 2, { ...product, sku })
  expect(staging.countSkus()).toBe(5)
  expect([...staging.caseTwins()]).toEqual([
    { line: 4, sku: 'P1', firstLine: 2, firstSku: 'p1' },
    { line: 8, sku: 'ёж-1', firstLine: 5, firstSku: 'Ёж-1' },
  ])
  staging.close()
})
