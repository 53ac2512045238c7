import { invalidField } from '@korob/platform/errors'
import type { KnownAttribute } from '../domain/known-attribute.ts'

/** What of one attribute is wanted: any of the values, or a number within any of the bounds. */
export interface AttributeFilter {
  key: string
  /** Texts, `true` or `false`, as sent: an engine compares them in the form in which it keeps those of products. */
  values: readonly string[]
  ranges: readonly { min: number | undefined; max: number | undefined }[]
}

const number = String.raw`-?\d{1,12}(?:\.\d{1,6})?`
const range = new RegExp(String.raw`^(?:(${number})|(${number})?\.\.(${number})?)$`)

const readRange = (text: string, refuse: (why: string) => Error) => {
  const match = range.exec(text)
  if (!match || text === '..') throw refuse('must be a number, or bounds such as 20..30, 20.. or ..30')
  const [min, max] = [match[1] ?? match[2], match[1] ?? match[3]].map((one) =>
    one === undefined ? undefined : Number(one),
  )
  if (min !== undefined && max !== undefined && min > max)
    throw refuse('must not have its lower bound above its upper one')
  return { min, max }
}

// A text may begin or end with a space, which nobody types.
const textsOf = (value: string): string[] => [...new Set([value, value.trim()])]

// An attribute is of one type, and of those that are possible the others find nothing.
const ofAnyType = (value: string): Omit<AttributeFilter, 'key'> => {
  const refused = new Error('no number')
  try {
    return { values: textsOf(value), ranges: [readRange(value.trim(), () => refused)] }
  } catch (error) {
    if (error !== refused) throw error
    return { values: textsOf(value), ranges: [] }
  }
}

/**
 * The filters of `attr=key:value` parameters, one an attribute.
 * @param known undefined while the shop's attributes can't be read: a value is then whatever it can be
 * @throws Problem invalid_request naming `attr.N`: an attribute that the shop hasn't, or a value that its type can't have
 */
export const readAttributeFilters = (
  given: readonly string[],
  known: ReadonlyMap<string, KnownAttribute> | undefined,
): AttributeFilter[] => {
  const filters = new Map<
    string,
    { values: string[]; ranges: { min: number | undefined; max: number | undefined }[] }
  >()
  for (const [at, text] of given.entries()) {
    const key = text.slice(0, text.indexOf(':'))
    const written = text.slice(text.indexOf(':') + 1)
    const value = written.trim()
    const refuse = (why: string) => invalidField(`attr.${at}`, `${key}: ${why}`)
    const attribute = known?.get(key)
    if (known && !attribute) throw invalidField(`attr.${at}`, `there is no attribute ${key}`)
    const filter = filters.get(key) ?? { values: [], ranges: [] }
    filters.set(key, filter)
    if (!attribute) {
      const { values, ranges } = ofAnyType(written)
      filter.values.push(...values)
      filter.ranges.push(...ranges)
      continue
    }
    if (attribute.type === 'number') filter.ranges.push(readRange(value, refuse))
    else if (attribute.type === 'text') filter.values.push(...textsOf(written))
    else if (value === 'true' || value === 'false') filter.values.push(value)
    else throw refuse('must be true or false')
  }
  return [...filters].map(([key, filter]) => ({ key, ...filter }))
}
