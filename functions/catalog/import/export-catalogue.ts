import {
  type ExportedProduct,
  exportedAttributes,
  exportedBrands,
  exportedCategories,
  exportedProducts,
} from '../store/export-rows.ts'
import { type ExportRow, exportHeader, exportLine } from './export-format.ts'

const pageSize = 1_000

const rowOf = (product: ExportedProduct): ExportRow => ({
  record: 'product',
  key: product.sku,
  slug: product.slug,
  category: product.category,
  other_categories: product.otherCategories.join(' '),
  brand: product.brand ?? '',
  name_ru: product.name.ru,
  name_en: product.name.en,
  description_ru: product.description.ru,
  description_en: product.description.en,
  price_minor: String(product.priceMinor),
  old_price_minor: product.oldPriceMinor === null ? '' : String(product.oldPriceMinor),
  stock: String(product.stock),
  weight_grams: String(product.weightGrams),
  attributes: JSON.stringify(product.attributes),
  images: product.images.join(' '),
  published: product.published ? 'yes' : 'no',
})

async function* records(): AsyncGenerator<ExportRow[]> {
  yield (await exportedAttributes()).map(({ key, name, type, unit }) => ({
    record: 'attribute',
    key,
    name_ru: name.ru,
    name_en: name.en,
    type,
    unit: unit ?? '',
  }))
  yield (await exportedBrands()).map(({ slug, name }) => ({ record: 'brand', key: slug, name_ru: name }))
  yield (await exportedCategories()).map(({ path, name, position, facets }) => ({
    record: 'category',
    key: path,
    name_ru: name.ru,
    name_en: name.en,
    position: String(position),
    attributes: JSON.stringify(facets),
  }))
  for (let after = ''; ; ) {
    const page = await exportedProducts(after, pageSize)
    yield page.map(rowOf)
    after = page.at(-1)?.sku ?? ''
    if (page.length < pageSize) return
  }
}

/** The whole catalogue as text, a page at a time, with how many records it holds. */
export async function* exportCatalogue(): AsyncGenerator<{ text: string; records: number }> {
  yield { text: exportHeader, records: 0 }
  for await (const rows of records()) yield { text: rows.map(exportLine).join(''), records: rows.length }
}
