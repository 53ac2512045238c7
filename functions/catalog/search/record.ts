import { integerSetting } from '@korob/platform/config'
import { count, logger } from '@korob/platform/observability'
import type { Query } from '../domain/query/query.ts'
import { recordedQuery } from '../domain/query/recorded.ts'
import { countSearchQuery, type SearchTrouble } from '../store/search-queries.ts'

// Lambda may freeze what is left running after an answer, so a search in trouble waits for its record, but not for long.
const patienceMs = 100

const soon = (work: Promise<unknown>): Promise<unknown> =>
  Promise.race([work, new Promise((resolve) => setTimeout(resolve, patienceMs).unref())])

interface Outcome {
  /** Hits before filters, each with every word. */
  matched: number
  tookMs: number
}

const troubleOf = ({ matched, tookMs }: Outcome): SearchTrouble | undefined => {
  if (matched === 0) return 'nothing'
  return tookMs >= integerSetting('SLOW_SEARCH_MS', 500) ? 'slow' : undefined
}

/** Keeps a search that found nothing or took long, for operators to see. Never fails a search. */
export const record = async (query: Query, outcome: Outcome): Promise<void> => {
  const trouble = troubleOf(outcome)
  const kept = trouble && recordedQuery(query.text)
  if (!trouble || kept === undefined) return
  const writing = countSearchQuery(trouble, kept, outcome.tookMs).catch((error: unknown) => {
    count('searchQueriesNotRecorded')
    logger.warn('search not recorded', { error: String(error) })
  })
  await soon(writing)
}
