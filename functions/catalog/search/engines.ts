import { integerSetting } from '@korob/platform/config'
import { Problem } from '@korob/platform/errors'
import { count, logger } from '@korob/platform/observability'
import { OpenSearchFailed, openSearch } from '@korob/platform/opensearch'
import { circuitBreaker } from '../domain/circuit-breaker.ts'
import { isReadable } from '../index/mapping-hash.ts'
import type { Deadline } from './deadline.ts'
import type { SearchEngine } from './engine.ts'
import { OutOfTime, openSearchEngine, timeoutMs } from './opensearch-engine.ts'
import { postgresEngine } from './postgres-engine.ts'

// Three slow answers in a row, and for ten seconds nobody waits for the engine but one probe.
const breaker = circuitBreaker({ failures: 3, pauseMs: integerSetting('OPENSEARCH_PAUSE_MS', 10_000) })

// An engine that refuses one request is there: only what would meet the next request too opens the breaker.
const isOutage = (error: unknown): boolean =>
  error instanceof OpenSearchFailed &&
  !(error instanceof OutOfTime) &&
  (error.status === undefined || error.status === 429 || error.status >= 500)

/**
 * Does `work` with the search engine; with PostgreSQL when there is none or it doesn't answer in time, or when its index was
 * made for another version of the shop, and would find less, or other things.
 * @param deadline of the whole answer: the search engine is given up early enough for PostgreSQL to answer
 * @param servedMapping hash of the mapping that its index was made with
 */
export const withEngine = async <T>(
  servedMapping: string | null,
  deadline: Deadline,
  work: (engine: SearchEngine, deadline: Deadline) => Promise<T>,
): Promise<T> => {
  const cluster = openSearch()
  if (!cluster) return work(postgresEngine, deadline)
  if (!isReadable(servedMapping)) {
    count('searchFallbacks')
    return work(postgresEngine, deadline)
  }
  if (!breaker.allows(Date.now())) return work(postgresEngine, deadline)
  try {
    const answer = await work(openSearchEngine(cluster), deadline.within(2 * timeoutMs()))
    breaker.succeeded()
    return answer
  } catch (error) {
    if (error instanceof Problem) throw error
    if (isOutage(error)) breaker.failed(Date.now())
    count('searchFallbacks')
    logger.warn('search answered by PostgreSQL', { error: String(error) })
    return work(postgresEngine, deadline)
  }
}
