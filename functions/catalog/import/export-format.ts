import { z } from '@korob/platform/schema'
import { attributeTypes } from '../domain/attributes.ts'
import { categoryPath } from '../domain/product-input.ts'
import type { Fault } from './cells.ts'

/**
 * The columns of an export. It holds the whole catalogue: attributes, brands, categories, then products, one record a row;
 * `key` is what each is known by. A file with these columns is read back as it stands, without guesses.
 */
export const exportColumns = [
  'record',
  'key',
  'slug',
  'category',
  'other_categories',
  'brand',
  'name_ru',
  'name_en',
  'description_ru',
  'description_en',
  'price_minor',
  'old_price_minor',
  'stock',
  'weight_grams',
  'attributes',
  'images',
  'published',
  'position',
  'type',
  'unit',
] as const
export type ExportColumn = (typeof exportColumns)[number]
export type ExportRow = { record: 'attribute' | 'brand' | 'category' | 'product'; key: string } & {
  [Column in ExportColumn]?: string
}

export const isExport = (columns: readonly string[]): boolean =>
  columns.includes('record') &&
  columns.includes('key') &&
  columns.every((column) => (exportColumns as readonly string[]).includes(column))

// A spreadsheet takes what begins so for a formula. An apostrophe before it makes it a text, there and here.
// https://owasp.org/www-community/attacks/CSV_Injection
const guarded = /^['=+\-@\t\r]/

const cellOf = (text: string): string => {
  const safe = guarded.test(text) ? `'${text}` : text
  return /[",;\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
const textOf = (cell: string): string => (cell.startsWith("'") ? cell.slice(1) : cell)

/** A line of the file, with its end. Excel takes the first for UTF-8 by its mark. */
export const exportLine = (row: ExportRow): string =>
  `${exportColumns.map((column) => cellOf(row[column] ?? '')).join(',')}\r\n`
export const exportHeader = `\uFEFF${exportColumns.join(',')}\r\n`

const names = z.object({ ru: z.string().min(1).max(300), en: z.string().min(1).max(300) })
const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(100)
const key = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/)

const entries = {
  attribute: z.object({ key, name: names, type: z.enum(attributeTypes), unit: z.string().min(1).max(20).nullable() }),
  brand: z.object({ slug, name: z.string().min(1).max(100) }),
  category: z.object({
    path: z.string().max(200).regex(categoryPath),
    name: names,
    position: z.int().min(0),
    facets: z.array(z.object({ attribute: key, shown: z.boolean() })).max(100),
  }),
}

/** What products refer to, as a file gives it. */
export type Entry =
  | ({ record: 'attribute' } & z.infer<typeof entries.attribute>)
  | ({ record: 'brand' } & z.infer<typeof entries.brand>)
  | ({ record: 'category' } & z.infer<typeof entries.category>)

export type ExportReading = { json: Record<string, unknown> } | { entry: Entry } | { faults: Fault[] }

const list = (text: string): string[] => text.split(' ').filter((part) => part !== '')

class Unreadable extends Error {
  readonly column: ExportColumn
  constructor(column: ExportColumn, message: string) {
    super(message)
    this.column = column
  }
}

const wholeNumber = (column: ExportColumn, text: string): number => {
  if (!/^\d{1,12}$/.test(text)) throw new Unreadable(column, `'${text.slice(0, 40)}' is not a whole number`)
  return Number(text)
}

const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new Unreadable('attributes', 'is not JSON')
  }
}

const flag = (text: string): boolean => {
  const value = { yes: true, no: false, TRUE: true, FALSE: false }[text]
  if (value === undefined) throw new Unreadable('published', `'${text.slice(0, 40)}' is not yes or no`)
  return value
}

const productOf = (cells: Readonly<Record<string, string>>): Record<string, unknown> => {
  const said = <Value>(column: ExportColumn, read: (text: string) => Value): Value | undefined =>
    cells[column] === undefined || cells[column] === '' ? undefined : read(textOf(cells[column]))
  const texts = (one: 'name' | 'description') => {
    const given = (['ru', 'en'] as const).flatMap((language) => {
      const cell = cells[`${one}_${language}`]
      return cell === undefined ? [] : [[language, textOf(cell)] as const]
    })
    return given.length === 0 ? undefined : Object.fromEntries(given)
  }
  const number = (column: ExportColumn) => said(column, (text) => wholeNumber(column, text))
  // An empty list, no old price and no brand are said too, where there is a column for it.
  const column = <Value>(name: ExportColumn, value: Value | undefined, empty: Value | null) =>
    cells[name] === undefined ? undefined : (value ?? empty)
  return {
    sku: textOf(cells.key ?? ''),
    slug: said('slug', String),
    category: textOf(cells.category ?? ''),
    otherCategories: column('other_categories', said('other_categories', list), []),
    brand: column('brand', said('brand', String), null),
    name: texts('name'),
    description: texts('description'),
    priceMinor: number('price_minor'),
    oldPriceMinor: column('old_price_minor', number('old_price_minor'), null),
    stock: number('stock'),
    weightGrams: number('weight_grams'),
    attributes: column('attributes', said('attributes', json), []),
    images: column('images', said('images', list), []),
    published: said('published', flag),
  }
}

const columnOfMember: Record<string, ExportColumn> = { facets: 'attributes', path: 'key', slug: 'key' }

const entryOf = (record: Entry['record'], cells: Readonly<Record<string, string>>): ExportReading => {
  const cell = (column: ExportColumn) => textOf(cells[column] ?? '')
  const name = { ru: cell('name_ru'), en: cell('name_en') }
  const given = {
    attribute: () => ({ key: cell('key'), name, type: cell('type'), unit: cell('unit') || null }),
    brand: () => ({ slug: cell('key'), name: name.ru }),
    category: () => ({
      path: cell('key'),
      name,
      position: wholeNumber('position', cell('position')),
      facets: cell('attributes') === '' ? [] : json(cell('attributes')),
    }),
  }[record]()
  const checked = entries[record].safeParse(given)
  if (checked.success) return { entry: { record, ...checked.data } as Entry }
  return {
    faults: checked.error.issues.map(({ path, message }) => ({
      column: columnOfMember[String(path[0])] ?? path.join('_'),
      reason: message,
    })),
  }
}

/** A row of an export: a product as an object of ours, or what products refer to. */
export const readExportRow = (cells: Readonly<Record<string, string>>): ExportReading => {
  const record = cells.record ?? ''
  try {
    if (record === 'product')
      return { json: Object.fromEntries(Object.entries(productOf(cells)).filter(([, value]) => value !== undefined)) }
    if (Object.hasOwn(entries, record)) return entryOf(record as Entry['record'], cells)
    return { faults: [{ column: 'record', reason: `'${record.slice(0, 40)}' is no kind of record` }] }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { faults: [{ column: error.column, reason: error.message }] }
  }
}
