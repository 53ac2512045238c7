import { connectTo } from '../../../functions/catalog/import/connect.ts'
import { postgresEngine } from '../../../functions/catalog/search/postgres-engine.ts'
import { generate } from '../load/generator.ts'
import { searchQueries } from '../search/search-queries.ts'
import { queries } from './queries.ts'

const asked = searchQueries(queries)
let turn = 0

generate<{ databaseUrl: string }>(async ({ databaseUrl }) => {
  connectTo(databaseUrl)
  process.env.DATABASE_POOL_MAX = '8'
  return async () => async () => {
    await postgresEngine.search(asked[turn++ % asked.length] as never)
  }
})
