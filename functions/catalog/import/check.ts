import type { z } from '@korob/platform/schema'
import { type ProductInput, productInput } from '../domain/product-input.ts'
import { collapse, type Fault } from './cells.ts'
import { isInvisible, textFault } from './text.ts'

/** Faults of all texts in a value; a column is the path to one, `name.ru`. */
const textFaults = (value: unknown, path: readonly string[] = []): Fault[] => {
  if (typeof value === 'string') {
    const reason = textFault(value)
    return reason === undefined ? [] : [{ column: path.join('.'), reason }]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) => textFaults(one, [...path, key]))
}

const faultsOf = ({ sku, name, priceMinor, ...rest }: ProductInput): Fault[] => {
  const faults = textFaults({ sku, name, ...rest })
  if (faults.length > 0) return faults
  if (/\p{C}/u.test(sku)) faults.push({ column: 'sku', reason: 'has a character that is not seen' })
  for (const language of ['ru', 'en'] as const)
    if (isInvisible(name[language] ?? 'x')) faults.push({ column: `name.${language}`, reason: 'is empty' })
  // Not what a product costs but what a program writes when it doesn't know.
  if (priceMinor <= 0) faults.push({ column: 'priceMinor', reason: 'must be above 0' })
  return faults
}

type Issue = z.core.$ZodIssue

const prices = ['priceMinor', 'oldPriceMinor']

// Where the limit says more than what was expected.
const reasonOf = (issue: Issue): string => {
  if (issue.code !== 'too_big') return issue.message
  if (prices.includes(String(issue.path[0]))) return 'is more than a price can be, 999,999,999.99 roubles'
  const { origin, maximum } = issue
  if (origin === 'string') return `is longer than ${maximum} characters`
  return origin === 'array' ? `has more than ${maximum} values` : `is above ${maximum}`
}

/** Each fault once. */
export const uniqueFaults = (faults: readonly Fault[]): Fault[] => [
  ...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values(),
]

/** A product as a file may give one, or all that is wrong with it; columns are paths of members. */
export const checkProduct = (candidate: unknown): { product: ProductInput } | { rejected: Fault[] } => {
  const checked = productInput.safeParse(candidate)
  if (!checked.success)
    return {
      rejected: uniqueFaults(
        checked.error.issues.map((issue) => ({ column: issue.path.join('.'), reason: reasonOf(issue) })),
      ),
    }
  const rejected = faultsOf(checked.data)
  if (rejected.length > 0) return { rejected }
  const name = Object.fromEntries(Object.entries(checked.data.name).map(([language, one]) => [language, collapse(one)]))
  return { product: { ...checked.data, name } }
}
