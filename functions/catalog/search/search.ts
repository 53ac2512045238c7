import { integerSetting } from '@korob/platform/config'
import { invalidField, Unreachable } from '@korob/platform/errors'
import { logger } from '@korob/platform/observability'
import { OpenSearchFailed } from '@korob/platform/opensearch'
import type { Language } from '@korob/platform/schema'
import { facetsOfCategory } from '../domain/category-facets.ts'
import { currentPath, pathsWithin } from '../domain/category-paths.ts'
import { type Cursor, readCursor, type SortKeys, writeCursor } from '../domain/cursor.ts'
import { didYouMean } from '../domain/query/did-you-mean.ts'
import { marksIn } from '../domain/query/marks.ts'
import { type Query, understand } from '../domain/query/query.ts'
import type { EngineName, Hit, SearchHit, SearchPage, Sort } from '../views.ts'
import { readAttributeFilters } from './attribute-filters.ts'
import { type Deadline, deadlineIn } from './deadline.ts'
import { type Filters, type FoundPage, noFacets, type SearchEngine, type Stage, stages } from './engine.ts'
import { withEngine } from './engines.ts'
import { record } from './record.ts'
import { type SearchSettings, searchSettings } from './settings.ts'

export interface SearchRequest extends Omit<Filters, 'attributes' | 'categories'> {
  text: string
  /** A path, also one it had before. */
  category: string | undefined
  /** `key:value`, as sent. */
  attributes: readonly string[]
  sort: Sort
  lang: Language
  limit: number
}

type Begin = Cursor & { stage: Stage }

const fingerprint = ({ limit: _, ...rest }: SearchRequest) => rest

const keysFit = (keys: SortKeys | null, { sort, text }: SearchRequest): boolean =>
  (keys === null && sort === 'relevance' && text !== '') || typeof keys?.[1] === (sort === 'name' ? 'string' : 'number')

/** Where a page begins. @throws Problem invalid_request for what is no cursor of this search */
const placeOf = (request: SearchRequest, cursor: string | undefined): Begin | undefined => {
  if (cursor === undefined) return undefined
  const place = readCursor(cursor, fingerprint(request))
  const stage = stages.find((one) => one === place?.stage)
  if (!place || !stage || !keysFit(place.keys, request)) throw invalidField('cursor', 'is not a cursor of this search')
  return { ...place, stage }
}

const marked = (hit: Hit, query: Query | undefined): SearchHit => ({
  ...hit,
  highlights: query ? { ru: marksIn(hit.name.ru, query), en: marksIn(hit.name.en, query) } : { ru: [], en: [] },
})

/** A page, and where the next one begins. */
type Answered = FoundPage & { stage: Stage }

interface Asked {
  request: SearchRequest
  filters: Filters
  /** Its path by now. */
  category: string | undefined
  query: Query | undefined
  place: Begin | undefined
  settings: SearchSettings
}

const askAt = async (engine: SearchEngine, asked: Asked, stage: Stage, deadline: Deadline): Promise<Answered> => {
  const { request, filters, category, query, place, settings } = asked
  const found = await engine.search(
    {
      query,
      stage,
      filters,
      known: settings.attributes,
      categoryNames: settings.categoryNames,
      formerPaths: settings.formerPaths,
      brandNames: settings.brandNames,
      facets: facetsOfCategory(settings.facets, category),
      sort: request.sort,
      lang: request.lang,
      limit: request.limit,
      after: place,
    },
    deadline,
  )
  return { ...found, stage }
}

// An article number is what it is; words and units may be written otherwise.
const mayBeMeantOtherwise = (query: Query | undefined): query is Query =>
  query?.other !== undefined ||
  (query?.terms.some((term) =>
    term.kind === 'word'
      ? term.words.some((word) => word.length > 2)
      : term.kind === 'measure' || term.number !== undefined,
  ) ??
    false)

/** Whether what was found at a stage before leaves nothing to be looked for at this one. */
const isEnough = (stage: Stage, found: FoundPage, { terms }: Query): boolean => {
  if (stage === 'misspelled') return found.isNamed
  if (found.matched > 0 || terms.length < 2) return true
  return stage === 'any' && terms.every(({ kind }) => kind === 'word')
}

// Too late, whichever engine it is.
const isLate = (error: unknown): boolean =>
  error instanceof Unreachable || (error instanceof OpenSearchFailed && error.status === undefined)

/** What a later stage finds, or undefined where it comes too late: what was found stands. That nothing was isn't known before the end. */
const unlessLate = async (found: FoundPage, answer: Promise<Answered>): Promise<Answered | undefined> => {
  try {
    return await answer
  } catch (error) {
    if (found.items.length === 0 || !isLate(error)) throw error
    logger.warn('not looked further, for lack of time', { error: String(error) })
    return undefined
  }
}

/** As it was typed; where nothing has all of it, as it may have been meant, and last by some of it. */
const ask = async (engine: SearchEngine, asked: Asked, deadline: Deadline): Promise<Answered> => {
  const { query, place } = asked
  if (place) return askAt(engine, asked, place.stage, deadline)
  const beganMs = performance.now()
  let found = await askAt(engine, asked, 'all', deadline)
  const tookMs = performance.now() - beganMs
  if (!mayBeMeantOtherwise(query)) return found
  for (const next of ['misspelled', 'some', 'any'] as const) {
    if (isEnough(next, found, query)) break
    // Better what was found as typed than nothing in time.
    if (found.items.length > 0 && deadline.leftMs() < 2 * tookMs) break
    const more = await unlessLate(found, askAt(engine, asked, next, deadline))
    if (!more) break
    if (more.matched > found.matched) found = more
  }
  return found
}

const correctionOf = ({ query, place, request }: Asked, { items, facets }: FoundPage): string | null => {
  if (!query || place) return null
  const names = items.slice(0, 10).flatMap(({ name, sku }) => [name.ru, name.en, sku])
  const belongs = [...facets.brands.slice(0, 10), ...facets.categories.slice(0, 10)].flatMap(({ name }) =>
    typeof name === 'string' ? [name] : [name.ru, name.en],
  )
  const values = facets.attributes.flatMap((one) =>
    one.values.flatMap(({ value }) => (typeof value === 'boolean' ? [] : [value.ru, value.en])),
  )
  const meant = items.length === 0 ? null : didYouMean(query, [...names, ...belongs, ...values])
  return meant === request.text.toLowerCase() ? null : meant
}

const page = (engine: EngineName, asked: Asked, found: Answered): SearchPage => {
  const { request, query } = asked
  const { stage, next } = found
  return {
    engine,
    total: found.total,
    isTotalExact: found.isTotalExact,
    match: stage === 'any' ? 'some' : stage,
    didYouMean: correctionOf(asked, found),
    items: found.items.map((hit) => marked(hit, query)),
    facets: found.facets,
    nextCursor: next ? writeCursor({ ...next, stage }, fingerprint(request)) : null,
  }
}

const empty = (engine: EngineName): SearchPage => ({
  engine,
  total: 0,
  isTotalExact: true,
  match: 'all',
  didYouMean: null,
  items: [],
  facets: noFacets,
  nextCursor: null,
})

/** Far from the 29 seconds after which API Gateway answers for us. */
export const searchLimitMs = () => integerSetting('SEARCH_LIMIT_MS', 12_000)

/** Searches the catalogue: by the search engine, or by PostgreSQL when there is none or it doesn't answer in time. */
export const search = async (request: SearchRequest, cursor: string | undefined): Promise<SearchPage> => {
  const beganMs = performance.now()
  const place = placeOf(request, cursor)
  const deadline = deadlineIn(searchLimitMs())
  const settings = await searchSettings()
  const { text, category: given, attributes, sort: _sort, lang: _lang, limit: _limit, ...filters } = request
  const category = given === undefined ? undefined : currentPath(given, settings.formerPaths)
  const query = text === '' ? undefined : understand(text, settings.synonyms)
  const asked: Asked = {
    request,
    filters: {
      ...filters,
      categories: category === undefined ? [] : pathsWithin(category, settings.formerPaths),
      attributes: readAttributeFilters(attributes, settings.areRead ? settings.attributes : undefined),
    },
    category,
    query,
    place,
    settings,
  }
  const { answer, matched } = await withEngine(settings.servedMapping, deadline, async (engine, due) => {
    // Punctuation and emoji are words nobody has.
    if (query?.terms.length === 0) return { answer: empty(engine.name), matched: 0 }
    const found = await ask(engine, asked, due)
    return {
      answer: page(engine.name, asked, found),
      matched: found.stage === 'some' || found.stage === 'any' ? 0 : found.matched,
    }
  })
  if (query && !place) await record(query, { matched, tookMs: performance.now() - beganMs })
  return answer
}
