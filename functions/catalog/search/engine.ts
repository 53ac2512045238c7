import type { Language, Localized } from '@korob/platform/schema'
import type { FacetSettings } from '../domain/category-facets.ts'
import type { FormerPaths } from '../domain/category-paths.ts'
import type { Place } from '../domain/cursor.ts'
import type { KnownAttribute } from '../domain/known-attribute.ts'
import type { Query } from '../domain/query/query.ts'
import type { EngineName, Facets, Hit, Sort } from '../views.ts'
import type { AttributeFilter } from './attribute-filters.ts'
import type { Deadline } from './deadline.ts'

/** The facets that filter, by the names their counts have in an answer. */
export interface Filters {
  /** Paths of one category, as products may know it while they follow a move: any of them. None: all products. */
  categories: readonly string[]
  brands: readonly string[]
  minPriceMinor: number | undefined
  maxPriceMinor: number | undefined
  inStock: boolean
  discounted: boolean
  attributes: readonly AttributeFilter[]
}

/** Nothing is counted, or there is nothing to count. */
export const noFacets: Facets = {
  categories: [],
  brands: [],
  price: { min: null, max: null, steps: [] },
  attributes: [],
  inStock: 0,
  discounted: 0,
}

/**
 * How much of a query a product has to answer. `all`: every word, as written, begun or by another name; `misspelled`: every
 * word, spelled about so; `some`: what can't be misspelled, and half of the words; `any`: half of all, numbers too.
 */
export const stages = ['all', 'misspelled', 'some', 'any'] as const
export type Stage = (typeof stages)[number]

export interface SearchQuery {
  /** Undefined: everything. */
  query: Query | undefined
  stage: Stage
  filters: Filters
  /** All attributes of the shop, by key. */
  known: ReadonlyMap<string, KnownAttribute>
  /** What the shop's categories are called now, by path. */
  categoryNames: ReadonlyMap<string, Localized>
  formerPaths: FormerPaths
  /** What brands are called now, by slug, where products in the index may have yet to follow. */
  brandNames: ReadonlyMap<string, string>
  /** What operators set for the category. */
  facets: FacetSettings
  sort: Sort
  lang: Language
  limit: number
  /** Where the page begins; undefined: at the beginning. */
  after: Place | undefined
}

/** Whether hits come by how well they answer: their order differs between the engines, and keys alone tell no place in it. */
export const isRanked = ({ sort, query }: Pick<SearchQuery, 'sort' | 'query'>): boolean =>
  sort === 'relevance' && query !== undefined

export interface FoundPage {
  total: number
  /** False: there are more than were counted. */
  isTotalExact: boolean
  items: Hit[]
  facets: Facets
  /** Where the next page begins; undefined where nothing comes after this one. */
  next: Place | undefined
  /** Hits before filters, where known: a query that finds nothing under filters isn't misspelled. */
  matched: number
  /** Whether of any of them more than the description answers the words: else they may be misspelled. */
  isNamed: boolean
}

/** What answers a search. Engines find and count the same things; only their ranking differs. */
export interface SearchEngine {
  readonly name: EngineName
  search(query: SearchQuery, deadline: Deadline): Promise<FoundPage>
  /** The best products for a query whose last word is still being typed. */
  suggest(query: Query, stage: Stage, limit: number, deadline: Deadline): Promise<Hit[]>
}
