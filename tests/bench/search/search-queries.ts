import { routes } from '../../../functions/catalog/routes.ts'
import type { SearchQuery } from '../../../functions/catalog/search/engine.ts'

/** Queries of the API as the handler hands them to an engine. */
export const searchQueries = (queries: readonly Record<string, string>[]): SearchQuery[] =>
  queries.map((query) => {
    const { q, minPrice, maxPrice, brand, category, cursor: _, ...rest } = routes.search.query.parse(query)
    return {
      ...rest,
      text: q,
      category,
      brands: brand,
      minPriceMinor: minPrice,
      maxPriceMinor: maxPrice,
      after: undefined,
    }
  })
