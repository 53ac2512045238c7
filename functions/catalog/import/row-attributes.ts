import type { AttributeDefinition } from '../domain/attributes.ts'
import type { AttributeInput } from '../domain/product-input.ts'
import { readMeasure } from './amounts.ts'
import { type Cells, type Fault, quoted } from './cells.ts'
import type { ColumnMapping } from './fields.ts'

// A facet's value is a word or two; what is longer got into the wrong column.
const maxText = 200

/** The attributes a row gives, and of which it says something; values that can't be ones are left out, and say nothing. */
export const readAttributes = (
  cells: Cells,
  mapping: readonly ColumnMapping[],
): { attributes: AttributeInput[]; attributeKeys: string[]; left: Fault[] } => {
  const attributes: AttributeInput[] = []
  const attributeKeys: string[] = []
  const left: Fault[] = []
  for (const one of mapping) {
    if (!('attribute' in one.target)) continue
    const text = cells.textOf(one)
    const { key, unit } = one.target.attribute
    const column = one.columns.join('+')
    const value = text === undefined ? undefined : readMeasure(text)
    if (text !== undefined && unit !== undefined && value === undefined)
      left.push({ column, reason: `${quoted(text)} is not a number` })
    else if (text !== undefined && unit === undefined && text.length > maxText)
      left.push({ column, reason: `is longer than ${maxText} characters` })
    else {
      attributeKeys.push(key)
      if (unit !== undefined && value !== undefined) attributes.push({ key, value, unit })
      else if (text !== undefined) attributes.push({ key, value: { ru: text, en: text } })
    }
  }
  return { attributes, attributeKeys, left }
}

/** The definitions of the attributes a mapping names. */
export const attributesOf = (mapping: readonly ColumnMapping[]): AttributeDefinition[] =>
  mapping.flatMap(({ target, columns: [column] }) => {
    if (!('attribute' in target) || column === undefined) return []
    const { key, unit } = target.attribute
    return [{ key, name: { ru: column, en: column }, type: unit === undefined ? 'text' : 'number', unit: unit ?? null }]
  })
