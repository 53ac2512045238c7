import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { clearData } from '../engines/clear.ts'
import { claimDataFolder } from '../engines/data-folder.ts'
import { EngineError } from '../engines/error.ts'
import { startOpenSearch } from '../engines/opensearch/opensearch.ts'
import { projectRoot } from '../engines/paths.ts'
import { startPostgres } from '../engines/postgres/postgres.ts'
import { stopEverything } from '../engines/process/everything.ts'
import { fail } from './fail.ts'
import { onStopSignal } from './stop-signals.ts'

// npm run search:evaluate [-- --catalog FILE] [-- --judgements FILE] [-- --import OPTION …]
//
//   --catalog FILE     products as catalog:import reads them, judged after the demo catalogue
//   --judgements FILE  for that catalogue: {"q": …, "kind": …, "relevant": [{"grade": 1…3, "name": REGEX, …}] or {SKU: GRADE}}
//   --import OPTION    an option for the import, such as --import=--currency=SAR --import=--rate=24.5
//   --skip-demo        only the catalogue of the file

const judgementsOf = (name: string) => join(projectRoot, 'tests/search/judgements', name)

onStopSignal(async () => {
  await stopEverything()
  process.exit(130)
})

/** Engines of its own, but for those that TEST_… variables name. */
const startTestEngines = async (): Promise<void> => {
  if (process.env.TEST_DATABASE_URL && process.env.TEST_OPENSEARCH_URL) return
  const dataDir = mkdtempSync(join(tmpdir(), 'korob-evaluate-'))
  claimDataFolder(dataDir)
  const logDir = join(dataDir, 'log')
  mkdirSync(logDir, { recursive: true })
  process.on('exit', () => clearData(dataDir))
  const common = { dataDir, logDir, log: (line: string) => console.log(`  ${line}`) }
  const [postgres, openSearch] = await Promise.all([
    startPostgres({ ...common, durable: false }),
    startOpenSearch(common),
  ])
  if (!openSearch) throw new EngineError('There is no OpenSearch here.', 'Set OPENSEARCH_URL, or install a JDK.')
  process.env.TEST_DATABASE_URL = postgres.urlOf('postgres')
  process.env.TEST_OPENSEARCH_URL = openSearch.url
}

try {
  const { values } = parseArgs({
    options: {
      catalog: { type: 'string' },
      judgements: { type: 'string', default: judgementsOf('ikea-en.jsonl') },
      import: { type: 'string', multiple: true, default: ['--currency=SAR', '--rate=24.5'] },
      'skip-demo': { type: 'boolean', default: false },
    },
  })
  process.env.POWERTOOLS_LOG_LEVEL ??= 'ERROR'
  await startTestEngines()
  // Only now: a suite's support reads where the engines are as it is loaded.
  const { evaluate } = await import('../../tests/search/evaluate.ts')
  if (!values['skip-demo'])
    await evaluate({ title: 'Demo catalogue', judgements: judgementsOf('demo.jsonl'), importOptions: [] })
  if (values.catalog)
    await evaluate({
      title: values.catalog,
      catalogue: values.catalog,
      judgements: values.judgements,
      importOptions: values.import,
    })
  await stopEverything()
  process.exit(0)
} catch (error) {
  fail(error)
  await stopEverything()
  process.exit(1)
}
