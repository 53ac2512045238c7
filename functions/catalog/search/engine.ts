import type { Language } from '@korob/platform/schema'
import type { SortKeys } from '../domain/cursor.ts'
import type { EngineName, Facets, Hit, Sort } from '../views.ts'

export interface SearchQuery {
  text: string
  category: string | undefined
  brands: readonly string[]
  minPriceMinor: number | undefined
  maxPriceMinor: number | undefined
  inStock: boolean
  sort: Sort
  lang: Language
  limit: number
  /** Where the page begins: after these sort keys if this engine made them, else after so many hits. */
  after: { keys: SortKeys | undefined; offset: number } | undefined
}

export interface FoundPage {
  total: number
  items: Hit[]
  facets: Facets
  /** The sort keys of the last hit; undefined at the end. */
  lastKeys: SortKeys | undefined
}

/** What answers a search. Engines find and count the same things; only their ranking differs. */
export interface SearchEngine {
  readonly name: EngineName
  search(query: SearchQuery): Promise<FoundPage>
}
