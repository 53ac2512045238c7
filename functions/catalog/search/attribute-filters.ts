import { invalidField } from '@korob/platform/errors'
import type { KnownAttribute } from '../domain/known-attribute.ts'

interface Bounds {
  min: number | undefined
  max: number | undefined
}

/** What of one attribute is wanted: any of the values, or a number within any of the bounds. */
export interface AttributeFilter {
  key: string
  /** Texts, `true` or `false`, as sent: an engine compares them in the form in which it keeps those of products. */
  values: readonly string[]
  ranges: readonly Bounds[]
}

const number = String.raw`-?\d{1,12}(?:\.\d{1,6})?`
const range = new RegExp(String.raw`^(?:(${number})|(${number})?\.\.(${number})?)$`)

/** The bounds that a text names, or why it names none. */
const boundsIn = (text: string): Bounds | string => {
  const match = range.exec(text)
  if (!match || text === '..') return 'must be a number, or bounds such as 20..30, 20.. or ..30'
  const [min, max] = [match[1] ?? match[2], match[1] ?? match[3]].map((one) =>
    one === undefined ? undefined : Number(one),
  )
  if (min !== undefined && max !== undefined && min > max) return 'must not have its lower bound above its upper one'
  return { min, max }
}

// A text may begin or end with a space, which nobody types.
const textsOf = (value: string): string[] => [...new Set([value, value.trim()])]

/**
 * The filters of `attr=key:value` parameters, one an attribute.
 * @param known undefined while the shop's attributes can't be read: a value is then whatever it can be
 * @throws Problem invalid_request naming `attr.N`: an attribute that the shop hasn't, or a value that its type can't have
 */
export const readAttributeFilters = (
  given: readonly string[],
  known: ReadonlyMap<string, KnownAttribute> | undefined,
): AttributeFilter[] => {
  const filters = new Map<string, { values: string[]; ranges: Bounds[] }>()
  for (const [at, text] of given.entries()) {
    const key = text.slice(0, text.indexOf(':'))
    const written = text.slice(text.indexOf(':') + 1)
    const value = written.trim()
    const refuse = (why: string) => invalidField(`attr.${at}`, `${key}: ${why}`)
    const attribute = known?.get(key)
    if (known && !attribute) throw invalidField(`attr.${at}`, `there is no attribute ${key}`)
    const filter = filters.get(key) ?? { values: [], ranges: [] }
    filters.set(key, filter)
    const bounds = boundsIn(value)
    // Of a type that isn't known it may be any: the others find nothing.
    if (!attribute) {
      filter.values.push(...textsOf(written))
      if (typeof bounds !== 'string') filter.ranges.push(bounds)
    } else if (attribute.type === 'number') {
      if (typeof bounds === 'string') throw refuse(bounds)
      filter.ranges.push(bounds)
    } else if (attribute.type === 'text') filter.values.push(...textsOf(written))
    else if (value === 'true' || value === 'false') filter.values.push(value)
    else throw refuse('must be true or false')
  }
  return [...filters].map(([key, filter]) => ({ key, ...filter }))
}
