import { randomBytes } from 'node:crypto'
import { database } from '@korob/platform/database'
import type { Envelope } from '@korob/platform/events'
import { indexName, openSearch } from '@korob/platform/opensearch'
import { sql } from '@korob/platform/sql'
import type { SQSBatchResponse } from 'aws-lambda'
import { afterAll, beforeAll } from 'vitest'
import { handler as indexer } from '../../../functions/catalog/handlers/indexer.ts'
import { ensureProductIndex } from '../../../functions/catalog/index/recover.ts'
import { sqsBatch } from '../../orders/support/sqs-batch.ts'
import { lambdaContext } from '../../support/lambda-context.ts'

export const openSearchUrl = process.env.TEST_OPENSEARCH_URL ?? ''

/** Indices of a suite's own; the platform's search settings point at them. Nothing is made yet. */
export const ownIndex = () => {
  process.env.OPENSEARCH_URL = openSearchUrl
  process.env.INDEX_PREFIX = `test-${randomBytes(6).toString('hex')}-`
  // A test is about what is found; on a busy machine the engine may take its time.
  process.env.OPENSEARCH_TIMEOUT_MS = '20000'
  process.env.SEARCH_LIMIT_MS = '120000'
  return {
    drop: async () => {
      delete process.env.OPENSEARCH_TIMEOUT_MS
      delete process.env.SEARCH_LIMIT_MS
      process.env.OPENSEARCH_URL = openSearchUrl
      await request('DELETE', `/${indexName('products*')}`)
      delete process.env.OPENSEARCH_URL
    },
  }
}

export const request = async <Answer>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
): Promise<Answer> => {
  const engine = openSearch()
  if (!engine) throw new Error('no OpenSearch for this suite')
  return engine.request<Answer>({ method, path, timeoutMs: 20_000, ...(body && { body }) })
}

/** Hands bodies to the indexer as SQS does. */
export const index = (...bodies: unknown[]): Promise<SQSBatchResponse> =>
  indexer(sqsBatch(bodies as Envelope[]), lambdaContext())

/** Ids the outbox has for the index, oldest first, and forgets them. */
export const takeChanged = async (): Promise<unknown[]> =>
  (
    await database.many<{ envelope: unknown }>(sql`
      with taken as (delete from outbox where carrier = 'sqs' returning position, envelope)
      select envelope from taken order by position`)
  ).map(({ envelope }) => envelope)

/** Does what relay, queue and indexer do, until the outbox is empty; what was written can be searched afterwards. */
export const catchUp = async (): Promise<void> => {
  const engine = openSearch()
  if (engine) await ensureProductIndex(engine)
  for (let bodies = await takeChanged(); bodies.length > 0; bodies = await takeChanged()) {
    const { batchItemFailures } = await index(...bodies)
    if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} products were not indexed`)
  }
  await request('POST', `/${indexName('products')}/_refresh`)
}

/** The engines that answer searches, and what a suite about one of them needs before and after it. */
export const engines = ['postgres', 'opensearch'] as const

/** Has searches of this suite answered by `engine`. Without an OpenSearch, its suite is to be skipped: `isMissing`. */
export const withEngine = (engine: (typeof engines)[number]): { isMissing: boolean } => {
  const isMissing = engine === 'opensearch' && openSearchUrl === ''
  let own: ReturnType<typeof ownIndex> | undefined
  beforeAll(async () => {
    process.env.SUGGEST_LIMIT_MS = '60000'
    if (engine === 'postgres' || isMissing) return
    own = ownIndex()
    await catchUp()
  })
  afterAll(async () => {
    delete process.env.SUGGEST_LIMIT_MS
    await own?.drop()
  })
  return { isMissing }
}
