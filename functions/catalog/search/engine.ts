import type { Language } from '@korob/platform/schema'
import type { EngineName, Facets, Hit, Sort } from '../views.ts'

/** Where a page begins: after the hit with these sort keys; `offset` is how many hits came before it. */
export interface Position {
  keys: readonly (string | number | boolean)[]
  offset: number
}

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
  /** `keys` only if this engine made them: another's scores and orders mean nothing here. */
  after: { keys: Position['keys'] | undefined; offset: number } | undefined
}

export interface FoundPage {
  total: number
  items: Hit[]
  facets: Facets
  /** The sort keys of the last hit; undefined at the end. */
  lastKeys: Position['keys'] | undefined
}

/** What answers a search. Engines find and count the same things; only their ranking differs. */
export interface SearchEngine {
  readonly name: EngineName
  search(query: SearchQuery): Promise<FoundPage>
}
