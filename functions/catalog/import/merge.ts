import type { ProductInput } from '../domain/product-input.ts'
import type { Fault } from './cells.ts'

export interface StagedRow {
  line: number
  product: ProductInput
}

export interface Merged {
  line: number
  product: ProductInput
  /** Rows that say otherwise than the first of their sku. */
  conflicts: { line: number; faults: Fault[] }[]
}

const comparable = ({ category: _, otherCategories: __, newStock: ___, ...rest }: ProductInput): [string, unknown][] =>
  Object.entries(rest)

const differences = (first: ProductInput, other: ProductInput): string[] => {
  const known = new Map(comparable(first))
  return comparable(other)
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(known.get(key)))
    .map(([key]) => key)
}

/** One product of all rows with its sku: a product listed under several categories stands in each of them. */
export const mergeRows = (rows: readonly [StagedRow, ...StagedRow[]]): Merged => {
  const [{ line, product: first }, ...others] = rows
  const categories = new Set([first.category, ...(first.otherCategories ?? [])])
  const conflicts: Merged['conflicts'] = []
  for (const { line: otherLine, product } of others) {
    const differing = differences(first, product)
    if (differing.length > 0)
      conflicts.push({
        line: otherLine,
        faults: differing.map((column) => ({ column, reason: `differs from line ${line}, which has the same sku` })),
      })
    else for (const category of [product.category, ...(product.otherCategories ?? [])]) categories.add(category)
  }
  const otherCategories = [...categories].filter((category) => category !== first.category).sort()
  // Given only where it was given, or where rows make it so: what isn't said of a product stays as it is.
  const says = first.otherCategories !== undefined || otherCategories.length > 0
  return { line, product: says ? { ...first, otherCategories } : first, conflicts }
}
