import { sortableNumber } from '../index/sortable-number.ts'
import type { Filters, SearchQuery } from './engine.ts'
import { priceSteps } from './price-steps.ts'
import { matchQuery, namedQuery } from './ranking.ts'

/** How many values of a facet are counted. */
const most = { categories: 1_000, brands: 100, attributeLabels: 400, attributeKeys: 30 } as const

type FacetName = 'category' | 'brand' | 'price' | 'inStock' | 'discounted' | `attr:${string}`

/** What each facet filters by. */
const filtersByFacet = (filters: Filters): Map<FacetName, object> => {
  const { category, brands, minPriceMinor, maxPriceMinor, inStock, discounted, attributes } = filters
  const found = new Map<FacetName, object>()
  if (category !== undefined) found.set('category', { term: { categories: category } })
  if (brands.length > 0) found.set('brand', { terms: { brand: brands } })
  if (minPriceMinor !== undefined || maxPriceMinor !== undefined)
    found.set('price', { range: { priceMinor: { gte: minPriceMinor, lte: maxPriceMinor } } })
  if (inStock) found.set('inStock', { term: { soldOut: 0 } })
  if (discounted) found.set('discounted', { term: { discounted: true } })
  for (const { key, values, ranges } of attributes)
    found.set(`attr:${key}`, {
      bool: {
        should: [
          ...(values.length > 0 ? [{ terms: { attributeValues: values } }] : []),
          ...ranges.map(({ min, max }) => ({
            range: {
              numberValues: {
                gte: sortableNumber(key, min ?? Number.NEGATIVE_INFINITY),
                lte: sortableNumber(key, max ?? Number.POSITIVE_INFINITY),
              },
            },
          })),
        ],
      },
    })
  return found
}

const sortsOf = ({ sort, query, lang }: SearchQuery): object[] => {
  const by = {
    relevance: query === undefined ? { createdMicros: 'desc' } : { _score: 'desc' },
    price: { priceMinor: 'asc' },
    '-price': { priceMinor: 'desc' },
    new: { createdMicros: 'desc' },
    name: { [lang === 'en' ? 'nameEn' : 'nameRu']: 'asc' },
  }[sort]
  return [{ soldOut: 'asc' }, by, { id: 'asc' }]
}

const matching = ({ query, stage }: SearchQuery) => ({
  ...(query === undefined ? {} : { must: [matchQuery(query, stage)] }),
})

/** The hits of a page. Nothing is counted here, so that the engine may stop as soon as it has them. */
export const pageRequest = (query: SearchQuery): object => ({
  size: query.limit + 1,
  ...(query.after?.keys ? { search_after: query.after.keys } : { from: query.after?.offset ?? 0 }),
  track_total_hits: false,
  _source: ['hit'],
  query: {
    bool: { ...matching(query), filter: [{ term: { visible: true } }, ...filtersByFacet(query.filters).values()] },
  },
  sort: sortsOf(query),
})

const beginningWith = (text: string): string => `${text.replaceAll(/[^\p{L}\p{N}_]/gu, (sign) => `\\${sign}`)}.*`

/** The least and the greatest value of an attribute. */
const bounds = (key: string) => {
  const one = (order: 'asc' | 'desc') => ({
    terms: { field: 'numberValues', include: beginningWith(`${key}=`), size: 1, order: { _key: order } },
  })
  return { low: one('asc'), high: one('desc') }
}

const priceAggregations = {
  min: { min: { field: 'priceMinor' } },
  max: { max: { field: 'priceMinor' } },
  steps: {
    range: {
      field: 'priceMinor',
      ranges: priceSteps.map((from, at) => ({
        from,
        ...(at + 1 < priceSteps.length ? { to: priceSteps[at + 1] } : {}),
      })),
    },
  },
}

/** Filters but for those of one facet. */
const under = ({ filters }: SearchQuery, facet: FacetName | undefined, aggs: object) => ({
  filter: {
    bool: { filter: [...filtersByFacet(filters)].filter(([name]) => name !== facet).map(([, filter]) => filter) },
  },
  aggs,
})

/** Nothing but counts: without scores, which counting doesn't need. */
const countingRequest = ({ query, stage }: SearchQuery, aggs: object): object => ({
  size: 0,
  track_total_hits: true,
  query: {
    bool: { filter: [{ term: { visible: true } }, ...(query ? [matchQuery(query, stage)] : [])] },
  },
  aggs,
})

/**
 * The counts of all facets, each without its own filter. It is the same for every page of a search and asks for no hits, so
 * the engine keeps its answer until the index changes.
 */
export const facetRequest = (query: SearchQuery): object =>
  countingRequest(query, {
    total: under(query, undefined, {
      keys: { terms: { field: 'attributeKeys', size: most.attributeKeys } },
      labels: { terms: { field: 'attributeLabels', size: most.attributeLabels } },
    }),
    categories: under(query, 'category', { labels: { terms: { field: 'categoryLabels', size: most.categories } } }),
    brands: under(query, 'brand', { labels: { terms: { field: 'brandLabel', size: most.brands } } }),
    price: under(query, 'price', priceAggregations),
    inStock: under(query, 'inStock', { yes: { filter: { term: { soldOut: 0 } } } }),
    discounted: under(query, 'discounted', { yes: { filter: { term: { discounted: true } } } }),
    // An attribute that is filtered by is counted for itself.
    ...Object.fromEntries(
      query.filters.attributes.map(({ key }) => [
        `own:${key}`,
        under(query, `attr:${key}`, {
          keys: { filter: { term: { attributeKeys: key } } },
          labels: { terms: { field: 'attributeLabels', size: 100, include: beginningWith(`["${key}",`) } },
        }),
      ]),
    ),
  })

/** The bounds of attributes that are numbers; which are worth it, only the other counts tell. */
export const boundsRequest = (query: SearchQuery, keys: readonly string[]): object =>
  countingRequest(query, Object.fromEntries(keys.map((key) => [key, under(query, `attr:${key}`, bounds(key))])))

/** Whether there is any product of which more than its description answers the words: one is enough. */
export const namedRequest = (query: NonNullable<SearchQuery['query']>): object => ({
  size: 0,
  terminate_after: 1,
  track_total_hits: 1,
  query: { bool: { filter: [{ term: { visible: true } }, namedQuery(query)] } },
})

/** Products to be shown while somebody types: no counts, no pages, nothing that is sold out. */
export const suggestRequest = (
  query: NonNullable<SearchQuery['query']>,
  stage: SearchQuery['stage'],
  limit: number,
) => ({
  size: limit,
  track_total_hits: false,
  _source: ['hit'],
  query: {
    bool: { must: [matchQuery(query, stage)], filter: [{ term: { visible: true } }, { term: { soldOut: 0 } }] },
  },
})
