import { MappingError } from './columns.ts'
import type { ColumnMapping, Field } from './fields.ts'
import { FileError } from './file-error.ts'
import { textFault } from './text.ts'

/** The columns a header names; one without a name goes by its place, `#3`. @throws FileError when it can't be text */
export const columnsOf = (cells: readonly string[]): string[] =>
  cells.map((cell, index) => {
    const fault = textFault(cell)
    if (fault !== undefined) throw new FileError(`the header's column ${index + 1} ${fault}`)
    return cell.trim() || `#${index + 1}`
  })

const placesOf = (column: string, columns: readonly string[]) =>
  columns.flatMap((one, index) => (one === column ? [index + 1] : []))

/** Says which columns have one name. @throws MappingError when something is to be read from such a one */
export const checkRepeated = (columns: readonly string[], mapping: readonly ColumnMapping[]): string[] => {
  const repeated = [...new Set(columns.filter((column, index) => columns.indexOf(column) !== index))]
  const used = new Set(mapping.flatMap((one) => one.columns))
  const shown = (column: string) => `'${column}' (${placesOf(column, columns).join(', ')})`
  const ambiguous = repeated.filter((column) => used.has(column))
  if (ambiguous.length > 0)
    throw new MappingError(
      `several columns have one name: ${ambiguous.map(shown).join(', ')}; rename them in the file, or say with --map that they are not used`,
    )
  return repeated.map(shown)
}

const needed: readonly Field[] = ['sku', 'name', 'name_ru', 'name_en', 'category', 'price']

/**
 * What a record says something of: a JSON object may be without members that others have, and what it doesn't say stays
 * as it is. What a product can't be without is asked of each.
 */
export const saidBy = (
  cells: Readonly<Record<string, string>>,
  mapping: readonly ColumnMapping[],
): readonly ColumnMapping[] =>
  mapping.filter(
    ({ target, columns }) =>
      ('field' in target && needed.includes(target.field)) || columns.some((column) => Object.hasOwn(cells, column)),
  )
