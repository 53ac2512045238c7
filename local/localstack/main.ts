import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clientsFor } from '../deployed/place.ts'
import { release } from '../deployed/release.ts'
import { EngineError } from '../engines/error.ts'
import { cacheDir, projectRoot } from '../engines/paths.ts'
import { stopEverything } from '../engines/process/everything.ts'
import { courierLink } from '../shop/courier-link.ts'
import { fail } from '../shop/fail.ts'
import { builtWeb, localAssembly } from '../shop/products.ts'
import { printedProgress } from '../shop/progress.ts'
import { untilSearchable } from '../shop/searchable.ts'
import { onStopSignal } from '../shop/stop-signals.ts'
import { type Action, askDocker, compose, requireDocker, settingsFile } from './compose.ts'
import { addresses, parameters } from './places.ts'
import { readSettings, type Settings } from './settings.ts'
import { deployedWelcome } from './welcome.ts'

// npm run localstack [-- up | down | reset]

const progress = printedProgress()

/** The settings, from a copy of the example where there are none yet. */
function settings(): Settings {
  if (!existsSync(settingsFile)) copyFileSync(join(projectRoot, '.env.example'), settingsFile)
  return readSettings(readFileSync(settingsFile, 'utf8'), process.env)
}

async function up(): Promise<void> {
  const chosen = settings()
  const at = addresses(chosen)
  const folder = mkdtempSync(join(tmpdir(), 'korob-localstack-'))
  const clients = clientsFor({ endpoint: at.localStack })
  try {
    // LocalStack's free edition takes layers, and doesn't mount them; it has no authorizers at all.
    const assembly = await progress.step('functions bundled, stack synthesized', () =>
      localAssembly(folder, 'inline', 'none'),
    )
    const webDir = await progress.step('web page built', builtWeb)
    // Docker would make the folder for itself, as root.
    mkdirSync(join(cacheDir, 'localstack'), { recursive: true })
    await progress.step('containers', () => compose('up', { onOutput: (text) => process.stdout.write(text) }))
    const { apiUrl, outputs } = await release({
      endpoint: at.localStack,
      clients,
      assembly,
      webDir,
      parameters: parameters(chosen),
      progress,
    })
    const searchable = await progress.step('goods in the search index', () =>
      untilSearchable({ apiUrl, databaseUrl: at.database }),
    )
    if (!searchable)
      progress.note('the index is not filled: search runs on PostgreSQL. docker compose logs opensearch may say why')
    const courier = await courierLink(at.shop, { endpoint: at.localStack, outputs })
    console.log(deployedWelcome({ settings: chosen, apiUrl, outputs, courier }))
  } finally {
    clients.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const actions: Record<Action, () => Promise<void>> = {
  up,
  down: async () => {
    settings()
    await compose('down')
    console.log('Stopped. The data stay in volumes of Docker; `npm run localstack -- reset` clears them.')
  },
  reset: async () => {
    settings()
    await compose('reset')
    console.log('Stopped, and the data cleared.')
  },
}

const isAction = (name: string): name is Action => Object.hasOwn(actions, name)

onStopSignal(async () => {
  await stopEverything()
  process.exit(130)
})

try {
  const [name = 'up'] = process.argv.slice(2)
  if (!isAction(name)) throw new EngineError(`There is no ${name}.`, 'npm run localstack [-- up | down | reset]')
  requireDocker(await askDocker())
  await actions[name]()
  process.exit(0)
} catch (error) {
  fail(error)
  process.exit(1)
}
