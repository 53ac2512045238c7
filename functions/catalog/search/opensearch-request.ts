import type { SortKeys } from '../domain/cursor.ts'
import { attributeValue } from '../domain/query/value-form.ts'
import { sortableNumber } from '../index/sortable-number.ts'
import type { Filters, SearchQuery } from './engine.ts'
import { priceSteps } from './price-steps.ts'
import { matchQuery, namedQuery, phraseQuery, wordsQuery } from './ranking.ts'

/** How many values of a facet are counted. */
const most = { categories: 1_000, brands: 100, attributeLabels: 400, attributeKeys: 30 } as const

type FacetName = 'category' | 'brand' | 'price' | 'inStock' | 'discounted' | `attr:${string}`

/** What each facet filters by. */
const filtersByFacet = (filters: Filters): Map<FacetName, object> => {
  const { categories, brands, minPriceMinor, maxPriceMinor, inStock, discounted, attributes } = filters
  const found = new Map<FacetName, object>()
  if (categories.length > 0) found.set('category', { terms: { categories } })
  if (brands.length > 0) found.set('brand', { terms: { brand: brands } })
  if (minPriceMinor !== undefined || maxPriceMinor !== undefined)
    found.set('price', { range: { priceMinor: { gte: minPriceMinor, lte: maxPriceMinor } } })
  if (inStock) found.set('inStock', { term: { soldOut: 0 } })
  if (discounted) found.set('discounted', { term: { discounted: true } })
  for (const { key, values, ranges } of attributes)
    found.set(`attr:${key}`, {
      bool: {
        should: [
          ...(values.length > 0
            ? [{ terms: { attributeValues: values.map((value) => attributeValue(key, value)) } }]
            : []),
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

interface SortKey {
  field: string
  order: 'asc' | 'desc'
}

// Where nothing is searched for, nothing is more relevant than another: the newest first.
const sortKeyOf = ({ sort, query, lang }: SearchQuery): SortKey =>
  ({
    relevance: { field: query === undefined ? 'createdMicros' : '_score', order: 'desc' } as const,
    price: { field: 'priceMinor', order: 'asc' } as const,
    '-price': { field: 'priceMinor', order: 'desc' } as const,
    new: { field: 'createdMicros', order: 'desc' } as const,
    name: { field: lang === 'en' ? 'nameEn' : 'nameRu', order: 'asc' } as const,
  })[sort]

const sortsOf = ({ field, order }: SortKey): object[] => [{ soldOut: 'asc' }, { [field]: order }, { id: 'asc' }]

/** What can come after the page before. `search_after` alone would look at all that came before, page after page more of it. */
const behind = ({ after }: Reach, { field, order }: SortKey): object[] => {
  if (!after) return []
  const [soldOut, key] = after
  // Points are counted, not looked up.
  if (field === '_score') return [{ range: { soldOut: { gte: soldOut } } }]
  const here = [{ term: { soldOut } }, { range: { [field]: order === 'asc' ? { gte: key } : { lte: key } } }]
  return [{ bool: { should: [{ range: { soldOut: { gt: soldOut } } }, { bool: { filter: here } }] } }]
}

const matching = ({ query, stage }: SearchQuery) => ({
  ...(query === undefined ? {} : { must: [matchQuery(query, stage)] }),
})

/** Where the hits are that are asked for: after these keys, or from a position on. */
export type Reach = { size: number } & ({ after: SortKeys; from?: undefined } | { after?: undefined; from: number })

// Nothing is counted here, so that the engine may stop as soon as it has the hits.
const hitsRequest = (query: SearchQuery, reach: Reach, more: readonly object[], source: readonly string[] | false) => {
  const key = sortKeyOf(query)
  return {
    size: reach.size,
    ...(reach.after ? { search_after: reach.after } : { from: reach.from }),
    track_total_hits: false,
    _source: source,
    query: {
      bool: {
        ...matching(query),
        filter: [
          { term: { visible: true } },
          ...filtersByFacet(query.filters).values(),
          ...behind(reach, key),
          ...more,
        ],
      },
    },
    sort: sortsOf(key),
  }
}

/** The hits of a page. */
export const pageRequest = (query: SearchQuery, reach: Reach): object => hitsRequest(query, reach, [], ['hit'])

/** Those of the products that are found, in the order in which they stand now. */
export const namesRequest = (query: SearchQuery, ids: readonly string[]): object =>
  hitsRequest(query, { from: 0, size: ids.length }, [{ ids: { values: ids } }], false)

/** A product by itself, for what this sort has of it. */
export const nameRequest = (query: SearchQuery, id: string): object => ({
  size: 1,
  track_total_hits: false,
  _source: false,
  query: { ids: { values: [id] } },
  sort: sortsOf(sortKeyOf(query)),
})

const beginningWith = (text: string): string => `${text.replaceAll(/[^\p{L}\p{N}_]/gu, (sign) => `\\${sign}`)}.*`

/** The least and the greatest value of an attribute. */
const bounds = (key: string) => {
  const one = (order: 'asc' | 'desc') => ({
    terms: { field: 'numberValues', include: beginningWith(`${key}=`), size: 1, order: { _key: order } },
  })
  return { low: one('asc'), high: one('desc') }
}

/** The commonest values of an attribute that is no number. */
const labelsOf = (key: string) => ({
  terms: { field: 'attributeLabels', size: 100, include: beginningWith(`["${key}",`) },
})

/** What is counted of each facet that isn't an attribute. */
const countedOf = {
  category: { categories: { terms: { field: 'categoryLabels', size: most.categories } } },
  brand: { brands: { terms: { field: 'brandLabel', size: most.brands } } },
  price: {
    price: { stats: { field: 'priceMinor' } },
    priceSteps: {
      range: {
        field: 'priceMinor',
        ranges: priceSteps.map((from, at) => ({
          from,
          ...(at + 1 < priceSteps.length ? { to: priceSteps[at + 1] } : {}),
        })),
      },
    },
  },
  inStock: { inStock: { filter: { term: { soldOut: 0 } } } },
  discounted: { discounted: { filter: { term: { discounted: true } } } },
} as const

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
 * The counts of all facets, each without its own filter: those that don't filter are counted together, since a product is
 * looked at once for each of these sets. It is the same for every page of a search and asks for no hits, so the engine keeps
 * its answer until the index changes.
 * @param patienceMs after that the engine answers with what it has counted
 */
export const facetRequest = (query: SearchQuery, patienceMs: number): object => {
  const filters = filtersByFacet(query.filters)
  const facets = Object.entries(countedOf) as [keyof typeof countedOf, object][]
  const { shown } = query.facets
  const common = {
    // What operators set for the category is looked for, however many others are commoner.
    ...(shown.length > 0
      ? { keys: { terms: { field: 'attributeKeys', include: shown, size: shown.length } } }
      : {
          keys: { terms: { field: 'attributeKeys', size: most.attributeKeys } },
          labels: { terms: { field: 'attributeLabels', size: most.attributeLabels } },
        }),
    ...Object.assign({}, ...facets.filter(([facet]) => !filters.has(facet)).map(([, aggs]) => aggs)),
  }
  const own = facets.filter(([facet]) => filters.has(facet))
  const request = countingRequest(query, {
    ...(filters.size === 0 ? common : { total: under(query, undefined, common) }),
    ...Object.fromEntries(own.map(([facet, aggs]) => [`without:${facet}`, under(query, facet, aggs)])),
    // An attribute that is filtered by is counted for itself.
    ...Object.fromEntries(
      query.filters.attributes.map(({ key }) => [
        `own:${key}`,
        under(query, `attr:${key}`, {
          keys: { filter: { term: { attributeKeys: key } } },
          labels: labelsOf(key),
        }),
      ]),
    ),
  })
  return { ...request, timeout: `${patienceMs}ms` }
}

/** The bounds of attributes that are numbers and the values of others; which are worth it, only the other counts tell. */
export const detailsRequest = (query: SearchQuery, numbers: readonly string[], others: readonly string[]): object =>
  countingRequest(
    query,
    Object.fromEntries([
      ...numbers.map((key) => [key, under(query, `attr:${key}`, bounds(key))]),
      ...others.map((key) => [key, under(query, undefined, { labels: labelsOf(key) })]),
    ]),
  )

/** Whether there is any product of which more than its description answers the words: one is enough. */
export const namedRequest = (query: NonNullable<SearchQuery['query']>): object => ({
  size: 0,
  terminate_after: 1,
  track_total_hits: 1,
  query: { bool: { filter: [{ term: { visible: true } }, namedQuery(query)] } },
})

// Enough to find good ones among; two letters begin words of every tenth product.
const mostLookedAt = 5_000
// So many of the best have the order of their words looked at.
const ordered = 100

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
    bool: { must: [wordsQuery(query, stage)], filter: [{ term: { visible: true } }, { term: { soldOut: 0 } }] },
  },
  // With several words the engine passes over most of what can't be among the best, but not while it counts what it looks at.
  ...(query.terms.length > 1
    ? { rescore: { window_size: ordered, query: { rescore_query: phraseQuery(query) } } }
    : { terminate_after: mostLookedAt }),
})
