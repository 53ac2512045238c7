import { setTimeout as pause } from 'node:timers/promises'
import type { CommandAnswer } from '../../functions/catalog/index/command.ts'
import { fail } from './fail.ts'
import { readSearchIndexOptions, usage } from './search-index-options.ts'
import { follow } from './search-index-progress.ts'
import { withShopFunction } from './shop-function.ts'

// npm run search:rebuild, search:rollback, search:status. What was built so far is kept whatever becomes of the command.

const searchIndex = { id: 'catalog-search-index', output: 'SearchIndexFunction', usage }

try {
  const options = readSearchIndexOptions(process.argv.slice(2))
  const isDone = await withShopFunction(searchIndex, options, (call) =>
    follow(
      options.task,
      async (action) => {
        const said = await call({ action })
        return 'failed' in said ? said : (said.answer as CommandAnswer)
      },
      process.stdout,
      pause,
    ),
  )
  process.exit(isDone ? 0 : 1)
} catch (error) {
  fail(error)
  process.exit(1)
}
