import type { Fault } from './cells.ts'
import type { ColumnMapping, Target } from './fields.ts'
import type { Kind } from './json-lines.ts'
import type { SourceRecord } from './records.ts'
import { textFault } from './text.ts'

const numbers = new Set(['price', 'old_price', 'stock', 'weight_grams', 'published'])

const fits = (kind: Kind, target: Target): boolean => {
  if ('attribute' in target) return kind === 'number' || kind === 'truth value'
  if (kind === 'number') return numbers.has(target.field) || target.field === 'sku'
  return target.field === { 'truth value': 'published', list: 'images', object: undefined }[kind]
}

const kindFault = (kind: Kind, target: Target, text: string): string | undefined => {
  if (!fits(kind, target)) return `must not be a JSON ${kind}`
  // Rounded, it would be another article's.
  return 'field' in target && target.field === 'sku' && !Number.isSafeInteger(Number(text))
    ? 'is a number that JSON does not hold exactly; write it as a text'
    : undefined
}

/** What can't be read of the columns in use: damaged text, and JSON members of a kind that doesn't fit. */
export const unfitCells = (
  { cells = {}, kinds = {} }: Pick<SourceRecord, 'cells' | 'kinds'>,
  mapping: readonly ColumnMapping[],
): Fault[] => {
  const faults = new Map<string, string>()
  for (const { target, columns } of mapping)
    for (const column of columns) {
      const text = cells[column] ?? ''
      const kind = kinds[column]
      const reason = textFault(text) ?? (kind && kindFault(kind, target, text))
      if (reason !== undefined) faults.set(column, reason)
    }
  return [...faults].map(([column, reason]) => ({ column, reason }))
}
