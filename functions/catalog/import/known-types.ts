import { findDefinitions } from '../store/attribute-edits.ts'
import { MappingError } from './columns.ts'
import type { ColumnMapping } from './fields.ts'
import { attributesOf } from './row-attributes.ts'

/** @throws MappingError when a column is to be an attribute that the catalogue has as something else */
export const requireKnownTypes = async (mapping: readonly ColumnMapping[]): Promise<void> => {
  const wanted = attributesOf(mapping)
  if (wanted.length === 0) return
  const known = await findDefinitions(wanted.map(({ key }) => key))
  for (const { key, type, unit } of known) {
    const given = wanted.find((one) => one.key === key)
    if (!given || (given.type === type && given.unit === unit)) continue
    const asGiven = `attr.${key}${given.unit === null ? '' : `.${given.unit}`}`
    const what =
      type === 'number' ? `a number${unit === null ? '' : ` in ${unit}`}` : type === 'text' ? 'a text' : 'yes or no'
    const instead =
      type === 'boolean' || (type === 'number' && unit === null)
        ? ''
        : `attr.${key}${unit === null ? '' : `.${unit}`}=COLUMN, or `
    throw new MappingError(
      `the attribute '${key}' of the catalogue is ${what}: say --map ${instead}${asGiven}= to leave it out`,
    )
  }
}
