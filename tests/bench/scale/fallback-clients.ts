import { connectTo } from '../../../functions/catalog/import/connect.ts'
import { deadlineIn } from '../../../functions/catalog/search/deadline.ts'
import { postgresEngine } from '../../../functions/catalog/search/postgres-engine.ts'
import { generate } from '../load/generator.ts'
import { searchQueries } from '../search/search-queries.ts'

let turn = 0

interface Setup {
  databaseUrl: string
  queries: readonly Record<string, string>[]
  suggest: boolean
}

generate<Setup>(async ({ databaseUrl, queries, suggest }) => {
  const asked = searchQueries(queries)
  connectTo(databaseUrl)
  process.env.DATABASE_POOL_MAX = '8'
  return async () => async () => {
    const query = asked[turn++ % asked.length]
    if (!query) throw new Error('nothing to ask')
    if (suggest && query.query) await postgresEngine.suggest(query.query, 'all', 24, deadlineIn(60_000))
    else await postgresEngine.search(query, deadlineIn(60_000))
  }
})
