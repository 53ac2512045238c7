import type { Localized } from '@korob/platform/schema'
import type { FacetSettings } from '../domain/category-facets.ts'
import type { KnownAttribute } from '../domain/known-attribute.ts'
import type { AttributeFacet } from '../views.ts'

/** More attributes than that nobody reads. */
const mostFacets = 10
const mostValues = 30

export interface ValueCount {
  value: Localized | boolean
  count: number
}

/** What an engine counted of attributes among the hits. */
export interface CountedAttributes {
  /** How many hits have the attribute at all. */
  keys: ReadonlyMap<string, number>
  values: ReadonlyMap<string, readonly ValueCount[]>
  bounds: ReadonlyMap<string, { min: number; max: number }>
}

/**
 * Which attributes are worth a facet: those that operators set for the category, in their order; where there are none, those
 * that filter, then those that most hits have.
 */
export const facetKeys = (
  counted: ReadonlyMap<string, number>,
  chosen: readonly string[],
  { shown, hidden }: FacetSettings,
): string[] => {
  const common = [...counted].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([key]) => key)
  const wanted =
    shown.length > 0 ? [...shown, ...chosen] : [...chosen, ...common.filter((key) => !hidden.includes(key))]
  return [...new Set(wanted)].filter((key) => counted.has(key) || chosen.includes(key)).slice(0, mostFacets)
}

const nameOf = (value: Localized | boolean): string =>
  typeof value === 'boolean' ? String(value) : value.en + value.ru

// Among equals by name, or each engine would leave out others.
const mostCommon = (values: readonly ValueCount[]): ValueCount[] =>
  [...values].sort((a, b) => b.count - a.count || (nameOf(a.value) < nameOf(b.value) ? -1 : 1)).slice(0, mostValues)

export const attributeFacets = (
  keys: readonly string[],
  { keys: counts, values, bounds }: CountedAttributes,
  known: ReadonlyMap<string, KnownAttribute>,
): AttributeFacet[] =>
  keys.flatMap((key) => {
    const attribute = known.get(key)
    if (!attribute) return []
    const { min = null, max = null } = bounds.get(key) ?? {}
    return [
      {
        ...attribute,
        count: counts.get(key) ?? 0,
        values: mostCommon(values.get(key) ?? []),
        min,
        max,
      },
    ]
  })
