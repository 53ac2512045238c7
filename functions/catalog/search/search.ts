import { integerSetting } from '@korob/platform/config'
import { invalidField, Problem } from '@korob/platform/errors'
import { count, logger } from '@korob/platform/observability'
import { OpenSearchFailed, openSearch } from '@korob/platform/opensearch'
import { circuitBreaker } from '../domain/circuit-breaker.ts'
import { readCursor, writeCursor } from '../domain/cursor.ts'
import type { EngineName, SearchPage } from '../views.ts'
import type { FoundPage, SearchEngine, SearchQuery } from './engine.ts'
import { openSearchEngine } from './opensearch-engine.ts'
import { postgresEngine } from './postgres-engine.ts'

// Three slow answers in a row, and for ten seconds nobody waits for the engine but one probe.
const breaker = circuitBreaker({ failures: 3, pauseMs: integerSetting('OPENSEARCH_PAUSE_MS', 10_000) })

type Request = Omit<SearchQuery, 'after'>

const fingerprint = ({ limit: _, ...rest }: Request) => rest

/** Asks one engine. A cursor of the other names a place by its number only. */
const ask = async (engine: SearchEngine, request: Request, cursor: string | undefined): Promise<SearchPage> => {
  const place = cursor === undefined ? undefined : readCursor(cursor, fingerprint(request))
  const isFit = place && typeof place.keys[1] === (request.sort === 'name' ? 'string' : 'number')
  if (cursor !== undefined && !isFit) throw invalidField('cursor', 'is not a cursor of this search')
  const after = place && { keys: place.engine === engine.name ? place.keys : undefined, offset: place.offset }
  const found = await engine.search({ ...request, after })
  return page(engine.name, request, found, (place?.offset ?? 0) + found.items.length)
}

const page = (engine: EngineName, request: Request, found: FoundPage, offset: number): SearchPage => ({
  engine,
  total: found.total,
  items: found.items,
  facets: found.facets,
  nextCursor: found.lastKeys ? writeCursor({ engine, keys: found.lastKeys, offset }, fingerprint(request)) : null,
})

/** Searches the catalogue: by the search engine, or by PostgreSQL when there is none or it doesn't answer in time. */
export const search = async (request: Request, cursor: string | undefined): Promise<SearchPage> => {
  const cluster = openSearch()
  if (!cluster || !breaker.allows(Date.now())) return ask(postgresEngine, request, cursor)
  try {
    const answer = await ask(openSearchEngine(cluster), request, cursor)
    breaker.succeeded()
    return answer
  } catch (error) {
    if (error instanceof Problem) throw error
    if (isOutage(error)) breaker.failed(Date.now())
    count('searchFallbacks')
    logger.warn('search answered by PostgreSQL', { error: String(error) })
    return ask(postgresEngine, request, cursor)
  }
}

// An engine that refuses one request is there: only what would meet the next request too opens the breaker.
const isOutage = (error: unknown): boolean =>
  error instanceof OpenSearchFailed && (error.status === undefined || error.status === 429 || error.status >= 500)
