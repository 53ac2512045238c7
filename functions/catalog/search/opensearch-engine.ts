import { integerSetting } from '@korob/platform/config'
import type { OpenSearch } from '@korob/platform/opensearch'
import type { SortKeys } from '../domain/cursor.ts'
import { productAlias } from '../index/product-index.ts'
import type { Facets, Hit } from '../views.ts'
import type { FoundPage, SearchEngine, SearchQuery } from './engine.ts'
import { matchText } from './ranking.ts'

// Deeper pages by position only, as after a change of engine; by sort keys there is no limit.
const maxWindow = 10_000

interface Buckets {
  buckets: { key: string; doc_count: number }[]
}

interface Answer {
  hits: { total: { value: number }; hits: { _source: { hit: Hit }; sort: SortKeys }[] }
  aggregations: {
    categories: { labels: Buckets }
    brands: { labels: Buckets }
    price: { min: { value: number | null }; max: { value: number | null } }
  }
}

const sortsOf = ({ sort, text, lang }: SearchQuery): object[] => {
  const by = {
    relevance: text === '' ? { createdMicros: 'desc' } : { _score: 'desc' },
    price: { priceMinor: 'asc' },
    '-price': { priceMinor: 'desc' },
    new: { createdMicros: 'desc' },
    name: { [lang === 'en' ? 'nameEn' : 'nameRu']: 'asc' },
  }[sort]
  return [{ soldOut: 'asc' }, by, { id: 'asc' }]
}

/** The filters that are facets too: each facet is counted under the others only. */
const facetFilters = ({ category, brands, minPriceMinor, maxPriceMinor }: SearchQuery) => ({
  category: category === undefined ? [] : [{ term: { categories: category } }],
  brand: brands.length === 0 ? [] : [{ terms: { brand: brands } }],
  price:
    minPriceMinor === undefined && maxPriceMinor === undefined
      ? []
      : [{ range: { priceMinor: { gte: minPriceMinor, lte: maxPriceMinor } } }],
})

const requestBody = (query: SearchQuery): object => {
  const { category, brand, price } = facetFilters(query)
  const under = (filter: object[], aggs: object) => ({ filter: { bool: { filter } }, aggs })
  return {
    size: query.limit + 1,
    ...(query.after?.keys ? { search_after: query.after.keys } : { from: query.after?.offset ?? 0 }),
    track_total_hits: true,
    _source: ['hit'],
    query: {
      bool: {
        must: query.text === '' ? [] : [matchText(query.text)],
        filter: [{ term: { visible: true } }, ...(query.inStock ? [{ term: { soldOut: 0 } }] : [])],
      },
    },
    post_filter: { bool: { filter: [...category, ...brand, ...price] } },
    sort: sortsOf(query),
    aggs: {
      categories: under([...brand, ...price], { labels: { terms: { field: 'categoryLabels', size: 500 } } }),
      brands: under([...category, ...price], { labels: { terms: { field: 'brandLabel', size: 100 } } }),
      price: under([...category, ...brand], {
        min: { min: { field: 'priceMinor' } },
        max: { max: { field: 'priceMinor' } },
      }),
    },
  }
}

const facetsOf = ({ categories, brands, price }: Answer['aggregations']): Facets => ({
  categories: categories.labels.buckets.map(({ key, doc_count }) => {
    const [path, ru, en] = JSON.parse(key) as [string, string, string]
    return { path, name: { ru, en }, count: doc_count }
  }),
  brands: brands.labels.buckets.map(({ key, doc_count }) => {
    const [slug, name] = JSON.parse(key) as [string, string]
    return { slug, name, count: doc_count }
  }),
  price: { min: price.min.value, max: price.max.value },
})

/** Search by OpenSearch. It has to answer soon: there is another engine to ask. */
export const openSearchEngine = (engine: OpenSearch): SearchEngine => ({
  name: 'opensearch',
  search: async (query): Promise<FoundPage> => {
    if (!query.after?.keys && (query.after?.offset ?? 0) + query.limit + 1 > maxWindow)
      throw new RangeError(`position ${query.after?.offset} is beyond the window`)
    const { hits, aggregations } = await engine.request<Answer>({
      method: 'POST',
      path: `/${productAlias()}/_search`,
      body: requestBody(query),
      timeoutMs: integerSetting('OPENSEARCH_TIMEOUT_MS', 1_000),
    })
    const page = hits.hits.slice(0, query.limit)
    return {
      total: hits.total.value,
      items: page.map(({ _source }) => _source.hit),
      facets: facetsOf(aggregations),
      lastKeys: hits.hits.length > query.limit ? page.at(-1)?.sort : undefined,
    }
  },
})
