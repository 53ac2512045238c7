import { categoryPath, type ProductInput } from '../domain/product-input.ts'
import { slugOf, stableSlug } from '../domain/slug.ts'
import { readAmount, readCount, readFlag, toMinor } from './amounts.ts'
import { type Cells, cellsByField, collapse, columnOf, columnOfMember, type Fault, quoted } from './cells.ts'
import { checkProduct, uniqueFaults } from './check.ts'
import { isCurrency } from './currency.ts'
import type { ColumnMapping, Field } from './fields.ts'
import { readImages } from './images.ts'
import type { SourceRecord } from './records.ts'
import { readAttributes } from './row-attributes.ts'
import { unfitCells } from './unfit-cells.ts'

/** A row made into a product; its category's names go along, should it be new. */
export interface Reading {
  product: ProductInput
  categoryNames: string[]
  left: Fault[]
}

export interface RowRules {
  mapping: readonly ColumnMapping[]
  /** The file's currency, an ISO 4217 code. */
  currency: string
  /** Roubles for one unit of it. */
  rate: number
}

// "Tables & desks" is a name and becomes a path; "kitchen/cookware" is one already.
const readCategory = (text: string): { path: string; names: string[] } | undefined => {
  if (categoryPath.test(text)) return { path: text, names: [] }
  const names = text
    .split('>')
    .map(collapse)
    .filter((name) => name !== '')
  if (names.length === 0 || !names.every((name) => /[\p{L}\p{N}]/u.test(name))) return undefined
  return { path: names.map((name) => stableSlug(name)).join('/'), names }
}

const units = { stock: ['шт', 'штук', 'штука', 'штуки', 'pc', 'pcs'], weight_grams: ['г', 'гр', 'грамм', 'g', 'gr'] }

const wholeNumber = (text: string): number | undefined => {
  const value = Number(text)
  return Number.isSafeInteger(value) && value >= 0 ? value : undefined
}

/** What the cells say in each language; a column of none is for both. Nothing when all are empty. */
const textsOf = (cells: Cells, field: 'name' | 'description') => {
  const any = cells.get(field)
  const [ru, en] = [cells.get(`${field}_ru`) ?? any, cells.get(`${field}_en`) ?? any]
  return ru === undefined && en === undefined
    ? undefined
    : { ...(ru === undefined ? {} : { ru }), ...(en === undefined ? {} : { en }) }
}

/** A product of one row. Faults in what a product can't be without reject it; other values are left out and told. */
export const readRow = (
  record: Pick<SourceRecord, 'cells' | 'kinds'>,
  { mapping, currency, rate }: RowRules,
): Reading | { rejected: Fault[] } => {
  const unfit = unfitCells(record, mapping)
  if (unfit.length > 0) return { rejected: unfit }
  const cells = cellsByField(record.cells ?? {}, mapping)
  const isNumber = (field: Field) => record.kinds?.[columnOf(mapping, field)] === 'number'
  // A number of JSON's says itself where its decimals begin.
  const amount = (field: Field) => (text: string) => {
    const value = isNumber(field) ? Number(text) : readAmount(text, currency)
    return value !== undefined && value > 0 ? value : undefined
  }
  const anAmount = `an amount above 0 in ${currency}`
  const count = (field: 'stock' | 'weight_grams') => (isNumber(field) ? wholeNumber : readCount(units[field]))
  const rejected: Fault[] = []
  const left: Fault[] = []
  const needed = <Value>(field: Field, read: (text: string) => Value | undefined, wanted: string) => {
    const text = cells.get(field)
    const value = text === undefined ? undefined : read(text)
    if (value === undefined)
      rejected.push({
        column: columnOf(mapping, field),
        reason: text === undefined ? 'is empty' : `${quoted(text)} is not ${wanted}`,
      })
    return value
  }
  const optional = <Value>(field: Field, read: (text: string) => Value | undefined, wanted: string) => {
    const text = cells.get(field)
    const value = text === undefined ? undefined : read(text)
    if (text !== undefined && value === undefined)
      left.push({ column: columnOf(mapping, field), reason: `${quoted(text)} is not ${wanted}` })
    return value
  }
  const says = (test: (name: string) => boolean) =>
    mapping.some(({ target }) => 'field' in target && test(target.field))

  /** That a product has no such text any more, in each language that has a column. */
  const emptied = (field: 'description') => {
    const has = (lang: 'ru' | 'en') => says((one) => one === field || one === `${field}_${lang}`)
    return has('ru') || has('en') ? { ...(has('ru') ? { ru: '' } : {}), ...(has('en') ? { en: '' } : {}) } : undefined
  }

  const price = needed('price', amount('price'), anAmount)
  const category = needed('category', readCategory, 'a category: each of its names needs a letter or digit')
  const sku = needed('sku', (text) => text, 'a sku')
  const name = textsOf(cells, 'name')
  if (!name) rejected.push({ column: columnOf(mapping, 'name'), reason: 'is empty' })
  const given = cells.get('currency')
  if (given !== undefined && !isCurrency(given, currency))
    rejected.push({ column: columnOf(mapping, 'currency'), reason: `${quoted(given)} is not ${currency}` })
  if (price === undefined || category === undefined || sku === undefined || rejected.length > 0) return { rejected }

  const priceMinor = toMinor(price, rate)
  const oldPrice = optional('old_price', amount('old_price'), anAmount)
  const oldPriceMinor = oldPrice === undefined ? undefined : toMinor(oldPrice, rate)
  const isReduced = oldPriceMinor !== undefined && oldPriceMinor > priceMinor
  if (oldPriceMinor !== undefined && !isReduced)
    left.push({ column: columnOf(mapping, 'old_price'), reason: 'is not above the price' })
  // A price list without such a column says nothing of discounts, nor does a value that can't be read.
  const endsDiscount =
    oldPriceMinor !== undefined || (says((field) => field === 'old_price') && cells.get('old_price') === undefined)
  const read = readAttributes(cells, mapping)
  const pictures = readImages(cells.get('images') ?? '', columnOf(mapping, 'images'))
  const slug = cells.get('slug')

  const checked = checkProduct({
    sku,
    slug: slug === undefined ? undefined : slugOf(slug),
    category: category.path,
    brand: cells.get('brand'),
    name,
    description: textsOf(cells, 'description') ?? emptied('description'),
    priceMinor,
    oldPriceMinor: isReduced ? oldPriceMinor : endsDiscount ? null : undefined,
    stock: optional('stock', count('stock'), 'a whole number'),
    weightGrams: optional('weight_grams', count('weight_grams'), 'a whole number of grams'),
    attributes: read.attributeKeys.length > 0 ? read.attributes : undefined,
    images: pictures.images,
    published: optional('published', readFlag, 'yes or no'),
  })
  if ('product' in checked)
    return {
      product:
        read.attributeKeys.length > 0 ? { ...checked.product, attributeKeys: read.attributeKeys } : checked.product,
      categoryNames: category.names,
      left: [...left, ...read.left, ...pictures.left],
    }
  return {
    // One column may give both languages.
    rejected: uniqueFaults(
      checked.rejected.map(({ column, reason }) => ({
        column: columnOfMember(mapping, column.split('.', 1)[0] ?? ''),
        reason,
      })),
    ),
  }
}
