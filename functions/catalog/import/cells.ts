import type { ColumnMapping, Field } from './fields.ts'

/** What is wrong with a value: the row is rejected, or only the value is left out. */
export interface Fault {
  column: string
  reason: string
}

// How files say that there is no value.
const nothing = /^(no old price|n\/?a|null|none|-|—)$/i

export const collapse = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()

/** The start of a text, for messages. */
export const shortened = (text: string, length = 40): string =>
  text.length > length ? `${text.slice(0, length)}…` : text
export const quoted = (text: string): string => `'${shortened(text)}'`

const fieldOfMember: Record<string, Field> = {
  priceMinor: 'price',
  oldPriceMinor: 'old_price',
  weightGrams: 'weight_grams',
}

const mappedTo = (mapping: readonly ColumnMapping[], field: Field) =>
  mapping.find(({ target }) => 'field' in target && target.field === field)

/** The column a field is read from; the field's own name if there is none. */
export const columnOf = (mapping: readonly ColumnMapping[], field: Field): string =>
  mappedTo(mapping, field)?.columns.join('+') ?? field

/** The column behind a member of a product. */
export const columnOfMember = (mapping: readonly ColumnMapping[], member: string): string =>
  columnOf(mapping, fieldOfMember[member] ?? (member as Field))

/** A row's values by field. Padding is gone; an empty value is undefined. */
export const cellsByField = (cells: Readonly<Record<string, string>>, mapping: readonly ColumnMapping[]) => {
  const textOf = ({ columns }: ColumnMapping): string | undefined => {
    const text = columns
      .map((column) => collapse(cells[column] ?? ''))
      .filter((part) => part !== '')
      .join(', ')
    return text === '' || nothing.test(text) ? undefined : text
  }
  return {
    textOf,
    get: (field: Field): string | undefined => {
      const found = mappedTo(mapping, field)
      return found && textOf(found)
    },
  }
}
export type Cells = ReturnType<typeof cellsByField>
