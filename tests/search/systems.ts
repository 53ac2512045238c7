import { openSearch } from '@korob/platform/opensearch'
import { plainWords } from '../../functions/catalog/domain/query/plain.ts'
import { productAlias } from '../../functions/catalog/index/product-index.ts'
import { search } from '../../functions/catalog/search/search.ts'

/** What answers queries: ids of products, the best first. */
export interface System {
  name: string
  find(text: string): Promise<string[]>
}

const depth = 50

const ours = async (text: string, engine: 'opensearch' | 'postgres'): Promise<string[]> => {
  const url = process.env.OPENSEARCH_URL
  if (engine === 'postgres') delete process.env.OPENSEARCH_URL
  try {
    const page = await search(
      {
        text,
        category: undefined,
        brands: [],
        minPriceMinor: undefined,
        maxPriceMinor: undefined,
        inStock: false,
        discounted: false,
        attributes: [],
        sort: 'relevance',
        lang: 'ru',
        limit: depth,
      },
      undefined,
    )
    if (page.engine !== engine) throw new Error(`answered by ${page.engine}`)
    return page.items.map(({ id }) => id)
  } finally {
    if (url !== undefined) process.env.OPENSEARCH_URL = url
  }
}

/** What shops usually do: one query over all fields with boosts and fuzziness, on the same index and its analyzers. */
const multiMatch = async (text: string): Promise<string[]> => {
  const answer = await openSearch()?.request<{ hits: { hits: { _id: string }[] } }>({
    method: 'POST',
    path: `/${productAlias()}/_search`,
    body: {
      size: depth,
      _source: false,
      query: {
        bool: {
          filter: [{ term: { visible: true } }],
          must: [
            {
              multi_match: {
                // The index has its texts in these words.
                query: plainWords(text).join(' '),
                fields: ['names^5', 'sku^5', 'brandName^2', 'categoryNames^2', 'attributeTexts', 'descriptions'],
                fuzziness: 'AUTO',
              },
            },
          ],
        },
      },
    },
    timeoutMs: 20_000,
  })
  return answer?.hits.hits.map(({ _id }) => _id) ?? []
}

export const systems: readonly System[] = [
  { name: 'ours', find: (text) => ours(text, 'opensearch') },
  { name: 'multi_match', find: multiMatch },
  { name: 'postgres', find: (text) => ours(text, 'postgres') },
]
