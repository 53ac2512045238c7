import { createHash } from 'node:crypto'
import { integerSetting } from '@korob/platform/config'
import { logger } from '@korob/platform/observability'
import { type OpenSearch, OpenSearchFailed } from '@korob/platform/opensearch'
import { currentPath } from '../domain/category-paths.ts'
import type { Query } from '../domain/query/query.ts'
import { productAlias } from '../index/product-index.ts'
import { readSortableNumber } from '../index/sortable-number.ts'
import type { AttributeFacet, Facets } from '../views.ts'
import { attributeFacets, type CountedAttributes, facetKeys, type ValueCount } from './attribute-facets.ts'
import type { Deadline } from './deadline.ts'
import type { FoundPage, SearchEngine, SearchQuery } from './engine.ts'
import { beginningOf, type FoundHit, hitsFrom, pageOf } from './opensearch-pages.ts'
import { detailsRequest, facetRequest, namedRequest, pageRequest, suggestRequest } from './opensearch-request.ts'

interface Labels {
  labels: { buckets: { key: string; doc_count: number }[] }
}
interface Bounds {
  low: Labels['labels']
  high: Labels['labels']
}
interface Answer {
  error?: { type: string; reason?: string }
  status?: number
}
interface Hits extends Answer {
  hits: { hits: FoundHit[] }
}
interface Counted extends Partial<Labels> {
  doc_count: number
  keys: Labels['labels']
  categories: Labels['labels']
  brands: Labels['labels']
  price: { min: number | null; max: number | null }
  priceSteps: { buckets: { from: number; to?: number; doc_count: number }[] }
  inStock: { doc_count: number }
  discounted: { doc_count: number }
}
interface Counts extends Answer {
  timed_out: boolean
  hits: { total: { value: number } }
  aggregations: {
    [without: `without:${string}`]: Partial<Counted>
    [own: `own:${string}`]: { keys: { doc_count: number } } & Labels
  } & ({ total: Partial<Counted> } | Counted)
}

/** Which part of the time limit may go into counting: who waits gets a page with fewer counted sooner than none. */
const countingPart = 0.7
/**
 * That part of what a request may take, in tenths of the time limit: the engine keeps what it counted for requests that are the
 * same, their time limits included.
 */
const countingMs = (deadline: Deadline): number =>
  Math.ceil((timeoutMs() * countingPart * Math.max(1, Math.floor((10 * limitOf(deadline)) / timeoutMs()))) / 10)

/** Not answered in what was left of the time: that says nothing of the engine. */
export class OutOfTime extends OpenSearchFailed {
  constructor(cause: OpenSearchFailed) {
    super(cause.message, undefined, { cause })
    this.name = 'OutOfTime'
  }
}

export const timeoutMs = () => integerSetting('OPENSEARCH_TIMEOUT_MS', 1_000)

/** How long one request may take. */
const limitOf = (deadline: Deadline): number => Math.min(timeoutMs(), deadline.leftMs())

/**
 * Several searches in one request: they run side by side in the engine.
 * @param preference searches with the same one are answered by the same copy of the index while it is there
 * @throws OpenSearchFailed if one of them fails, OutOfTime if it had less than its time limit
 */
const searchAll = async (
  engine: OpenSearch,
  deadline: Deadline,
  requests: readonly object[],
  preference?: string,
): Promise<Answer[]> => {
  const limitMs = limitOf(deadline)
  const asked = engine.request<{ responses: Answer[] }>({
    method: 'POST',
    path: `/${productAlias()}/_msearch`,
    lines: requests.flatMap((request) => [preference === undefined ? {} : { preference }, request]),
    timeoutMs: limitMs,
  })
  const { responses } = await asked.catch((error: unknown) => {
    const isShort = error instanceof OpenSearchFailed && error.status === undefined && limitMs < timeoutMs()
    throw isShort ? new OutOfTime(error) : error
  })
  for (const { error, status } of responses)
    if (error) throw new OpenSearchFailed(`_msearch: ${error.type}: ${error.reason ?? ''}`, status)
  return responses
}

/** Each facet as it was counted, wherever that stands: by itself, or together with the others. */
const countedIn = ({ hits, aggregations }: Counts): Counted => {
  const isolated = Object.entries(aggregations).flatMap(([name, one]) => (name.startsWith('without:') ? [one] : []))
  const together = 'total' in aggregations ? aggregations.total : { ...aggregations, doc_count: hits.total.value }
  return Object.assign({}, ...isolated, together) as Counted
}

const valuesByKey = (labels: Labels['labels'] | undefined): Map<string, ValueCount[]> => {
  const values = new Map<string, ValueCount[]>()
  for (const { key: label, doc_count } of labels?.buckets ?? []) {
    const [key, ru, en] = JSON.parse(label) as [string, string | boolean, string]
    const list = values.get(key) ?? []
    values.set(key, list)
    list.push({ value: typeof ru === 'boolean' ? ru : { ru, en }, count: doc_count })
  }
  return values
}

const countedAttributes = (counts: Counts, query: SearchQuery): CountedAttributes => {
  const total = countedIn(counts)
  const keys = new Map(total.keys.buckets.map(({ key, doc_count }) => [key, doc_count]))
  const values = valuesByKey(total.labels)
  for (const { key } of query.filters.attributes) {
    const own = counts.aggregations[`own:${key}`]
    if (!own) continue
    keys.set(key, own.keys.doc_count)
    values.set(key, valuesByKey(own.labels).get(key) ?? [])
  }
  return { keys, values, bounds: new Map() }
}

/**
 * Values of a facet, each once: while products follow a new name, some have it and some the one before. Told by the name that
 * more of them have.
 */
const valuesOf = (
  { buckets }: Labels['labels'],
  idNow = (id: string) => id,
): { id: string; names: string[]; count: number }[] => {
  const values = new Map<string, { id: string; names: string[]; count: number }>()
  for (const { key, doc_count } of buckets) {
    const [given, ...names] = JSON.parse(key) as [string, ...string[]]
    const id = idNow(given)
    const value = values.get(id)
    if (value) value.count += doc_count
    else values.set(id, { id, names, count: doc_count })
  }
  return [...values.values()].sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1))
}

const facetsOf = (
  { categories, brands, price, priceSteps, inStock, discounted }: Counted,
  { categoryNames, formerPaths, brandNames }: SearchQuery,
): Omit<Facets, 'attributes'> => ({
  categories: valuesOf(categories, (path) => currentPath(path, formerPaths)).map(
    ({ id: path, names: [ru = '', en = ''], count }) => ({
      path,
      name: categoryNames.get(path) ?? { ru, en },
      count,
    }),
  ),
  brands: valuesOf(brands).map(({ id: slug, names: [name = ''], count }) => ({
    slug,
    name: brandNames.get(slug) ?? name,
    count,
  })),
  price: {
    min: price.min,
    max: price.max,
    steps: priceSteps.buckets
      .filter(({ doc_count }) => doc_count > 0)
      .map(({ from, to, doc_count }) => ({ from, to: to ?? null, count: doc_count })),
  },
  inStock: inStock.doc_count,
  discounted: discounted.doc_count,
})

// The hits are there by now: they don't wait for what is only counted, nor are they looked for again elsewhere.
const unlessLate = async (ask: () => Promise<Answer[]>): Promise<Answer | undefined> => {
  try {
    return (await ask())[0]
  } catch (error) {
    if (!(error instanceof OpenSearchFailed) || error.status !== undefined) throw error
    logger.warn('attributes not counted in time', { error: String(error) })
    return undefined
  }
}

const attributesOf = async (
  engine: OpenSearch,
  deadline: Deadline,
  query: SearchQuery,
  counts: Counts,
): Promise<AttributeFacet[]> => {
  const counted = countedAttributes(counts, query)
  const { known } = query
  const chosen = query.filters.attributes.map(({ key }) => key)
  const keys = facetKeys(counted.keys, chosen, query.facets)
  const numbers = keys.filter((key) => known.get(key)?.type === 'number')
  // Of what operators set, no attribute's values may crowd out another's: each is counted for itself.
  const others =
    query.facets.shown.length > 0 ? keys.filter((key) => !numbers.includes(key) && !chosen.includes(key)) : []
  if (numbers.length + others.length === 0) return attributeFacets(keys, counted, known)
  const answer = await unlessLate(() => searchAll(engine, deadline, [detailsRequest(query, numbers, others)]))
  if (!answer) return attributeFacets(keys, counted, known)
  const { aggregations } = answer as Answer & { aggregations: Record<string, Partial<Bounds & Labels>> }
  const details = Object.entries(aggregations)
  const bounds = new Map(
    details.flatMap(([key, { low, high }]) => {
      const [min, max] = [low?.buckets[0], high?.buckets[0]]
      return min && max
        ? [[key, { min: readSortableNumber(min.key).value, max: readSortableNumber(max.key).value }] as const]
        : []
    }),
  )
  const values = new Map([...counted.values, ...details.flatMap(([, { labels }]) => [...valuesByKey(labels)])])
  return attributeFacets(keys, { ...counted, values, bounds }, known)
}

// Copies take in changes one after another: of two of them one might have what the other has not yet.
const copyFor = ({ query, filters, sort, lang }: SearchQuery): string =>
  createHash('sha256')
    .update(JSON.stringify([query?.text, filters, sort, lang]))
    .digest('hex')
    .slice(0, 16)

/** Search by OpenSearch. It has to answer soon: there is another engine to ask. */
export const openSearchEngine = (engine: OpenSearch): SearchEngine => ({
  name: 'opensearch',
  search: async (query, deadline): Promise<FoundPage> => {
    const isFirst = query.query !== undefined && query.stage === 'all' && query.after === undefined
    const copy = copyFor(query)
    const ask = async (request: object) => ((await searchAll(engine, deadline, [request], copy))[0] as Hits).hits.hits
    const begin = await beginningOf(query, ask)
    const [first, counts, named] = (await searchAll(
      engine,
      deadline,
      [
        pageRequest(query, begin),
        facetRequest(query, countingMs(deadline)),
        ...(isFirst ? [namedRequest(query.query as Query)] : []),
      ],
      copy,
    )) as [Hits, Counts, { hits: { total: { value: number } } } | undefined]
    const page = pageOf(query, await hitsFrom(query, begin, first.hits.hits, ask))
    const counted = countedIn(counts)
    return {
      total: counted.doc_count,
      isTotalExact: !counts.timed_out,
      matched: counts.hits.total.value,
      isNamed: named === undefined ? counts.hits.total.value > 0 : named.hits.total.value > 0,
      ...page,
      facets: { ...facetsOf(counted, query), attributes: await attributesOf(engine, deadline, query, counts) },
    }
  },
  suggest: async (query, stage, limit, deadline) => {
    const [answer] = (await searchAll(engine, deadline, [suggestRequest(query, stage, limit)])) as [Hits]
    return answer.hits.hits.map(({ _source }) => _source.hit)
  },
})
