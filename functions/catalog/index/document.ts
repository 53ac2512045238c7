import type { IndexedProduct } from '../store/index-documents.ts'

/** A facet's value with its names, as the index keeps it. */
export const label = (...parts: string[]): string => JSON.stringify(parts)

/** What the index keeps of a product; of one that left the shop only that it is gone. */
export const productDocument = (product: IndexedProduct): object => {
  const { id, hit, brand, brandName, categories } = product
  if (!product.visible) return { id, visible: false }
  return {
    id,
    visible: true,
    sku: hit.sku,
    names: [hit.name.ru, hit.name.en],
    nameRu: hit.name.ru,
    nameEn: hit.name.en,
    descriptions: product.descriptions,
    brand,
    brandName,
    brandLabel: brand && brandName ? label(brand, brandName) : null,
    categories: categories.map(({ path }) => path),
    categoryNames: categories.flatMap(({ ru, en }) => [ru, en]),
    categoryLabels: categories.map(({ path, ru, en }) => label(path, ru, en)),
    attributeTexts: product.attributeTexts,
    priceMinor: hit.priceMinor,
    soldOut: hit.availability === 'none' ? 1 : 0,
    createdMicros: product.createdMicros,
    hit,
  }
}
