import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { productInput } from '../../../../functions/catalog/domain/product-input.ts'
import { brandCount, brandName, generatedProduct, generatedProducts } from './generate.ts'

const digest = (seed: number) =>
  createHash('sha256')
    .update(JSON.stringify([...generatedProducts(seed, 500)]))
    .digest('hex')

it('gives the same products for the same seed, and others for another', () => {
  expect(digest(7)).toBe(digest(7))
  expect(digest(7)).not.toBe(digest(8))
  expect(generatedProduct(7, 499)).toEqual([...generatedProducts(7, 500)].at(-1))
})

it('gives products that the catalogue takes, each with a number and an address of its own', () => {
  const products = [...generatedProducts(1, 2_000)].map((one) => productInput.parse(one))
  expect(new Set(products.map(({ sku }) => sku)).size).toBe(2_000)
})

it('has few common kinds and brands and many rare ones', () => {
  const counts = (values: (string | null | undefined)[]) =>
    [...Map.groupBy(values, (value) => value).values()].map(({ length }) => length).sort((a, b) => b - a)
  const products = [...generatedProducts(1, 5_000)]
  const kinds = counts(products.map(({ category }) => category))
  const brands = counts(products.map(({ brand }) => brand))
  expect(kinds[0]! / kinds.at(-1)!).toBeGreaterThan(10)
  expect(brands[0]!).toBeGreaterThan(5_000 * 0.05)
  expect(brands.length).toBeGreaterThan(500)
})

it('names each brand otherwise', () => {
  expect(new Set(Array.from({ length: brandCount }, (_, place) => brandName(place))).size).toBe(brandCount)
})
