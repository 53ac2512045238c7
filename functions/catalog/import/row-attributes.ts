import type { AttributeDefinition } from '../domain/attributes.ts'
import type { AttributeInput } from '../domain/product-input.ts'
import { readMeasure } from './amounts.ts'
import { type Cells, type Fault, quoted } from './cells.ts'
import type { ColumnMapping } from './fields.ts'

// A facet's value is a word or two; what is longer got into the wrong column.
const maxText = 200

/** The attributes a row gives; values that can't be ones are left out. */
export const readAttributes = (
  cells: Cells,
  mapping: readonly ColumnMapping[],
): { attributes: AttributeInput[]; left: Fault[] } => {
  const attributes: AttributeInput[] = []
  const left: Fault[] = []
  for (const one of mapping) {
    const text = 'attribute' in one.target ? cells.textOf(one) : undefined
    if (!('attribute' in one.target) || text === undefined) continue
    const { key, unit } = one.target.attribute
    const column = one.columns.join('+')
    const value = readMeasure(text)
    if (unit !== undefined && value !== undefined) attributes.push({ key, value, unit })
    else if (unit !== undefined) left.push({ column, reason: `${quoted(text)} is not a number` })
    else if (text.length > maxText) left.push({ column, reason: `is longer than ${maxText} characters` })
    else attributes.push({ key, value: { ru: text, en: text } })
  }
  return { attributes, left }
}

/** The definitions of the attributes a mapping names. */
export const attributesOf = (mapping: readonly ColumnMapping[]): AttributeDefinition[] =>
  mapping.flatMap(({ target, columns: [column] }) => {
    if (!('attribute' in target) || column === undefined) return []
    const { key, unit } = target.attribute
    return [{ key, name: { ru: column, en: column }, type: unit === undefined ? 'text' : 'number', unit: unit ?? null }]
  })
