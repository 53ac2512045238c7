import { understand } from '../../../functions/catalog/domain/query/query.ts'
import { noSynonyms } from '../../../functions/catalog/domain/query/synonyms.ts'
import { routes } from '../../../functions/catalog/routes.ts'
import type { SearchQuery } from '../../../functions/catalog/search/engine.ts'

/** Queries of the API as the handler hands them to an engine. */
export const searchQueries = (queries: readonly Record<string, string>[]): SearchQuery[] =>
  queries.map((query) => {
    const { q, minPrice, maxPrice, brand, category, inStock, discount, sort, lang, limit } =
      routes.search.query.parse(query)
    return {
      query: q === '' ? undefined : understand(q, noSynonyms),
      stage: 'all',
      filters: {
        categories: category === undefined ? [] : [category],
        brands: brand,
        minPriceMinor: minPrice,
        maxPriceMinor: maxPrice,
        inStock,
        discounted: discount,
        attributes: [],
      },
      known: new Map(),
      categoryNames: new Map(),
      formerPaths: new Map(),
      brandNames: new Map(),
      facets: { shown: [], hidden: [] },
      sort,
      lang,
      limit,
      after: undefined,
    }
  })
