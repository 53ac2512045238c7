import { connectTo } from '../../../functions/catalog/import/connect.ts'
import { get } from '../../catalog/support/shop.ts'
import { generate } from '../load/generator.ts'

interface Setup {
  databaseUrl: string
  openSearchUrl: string
  indexPrefix: string
  queries: readonly Record<string, string>[]
  path: string
}

let turn = 0

/** The function itself, as Lambda calls it: without the way over HTTP and through the runner. */
generate<Setup>(async ({ databaseUrl, openSearchUrl, indexPrefix, queries, path }) => {
  connectTo(databaseUrl)
  Object.assign(process.env, {
    OPENSEARCH_URL: openSearchUrl,
    INDEX_PREFIX: indexPrefix,
    POWERTOOLS_LOG_LEVEL: 'ERROR',
    POWERTOOLS_METRICS_DISABLED: 'true',
  })
  return async () => async () => {
    const { status, body } = await get<{ engine?: string }>(path, queries[turn++ % queries.length])
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
    if (body.engine !== undefined && body.engine !== 'opensearch') throw new Error(`answered by ${body.engine}`)
  }
})
