import type { Crash } from '../engines/engine.ts'
import { stopEverything } from '../engines/process/everything.ts'
import { dataFolder, existingServers, readPorts } from './addresses.ts'
import { courierLink } from './courier-link.ts'
import { fail } from './fail.ts'
import { bringBack } from './optional-engine.ts'
import { printedProgress, seconds } from './progress.ts'
import { type Shop, startShop } from './shop.ts'
import { onStopSignal } from './stop-signals.ts'
import { welcome } from './welcome.ts'

const startedAt = performance.now()
const dataDir = dataFolder(process.env)
let shop: Shop | undefined
let stopping = false

async function stopAll(): Promise<void> {
  stopping = true
  console.log('\nStopping …')
  const began = performance.now()
  // In the middle of a start there is no shop yet to stop in order; in a later one of an engine, there is more than a shop.
  await shop?.stop()
  await stopEverything()
  console.log(
    `Stopped in ${seconds(performance.now() - began).trim()}. The data stay in ${dataDir}; \`npm run reset\` clears them.`,
  )
}

onStopSignal(async () => {
  await stopAll()
  process.exit(0)
})

async function crashed(crash: Crash): Promise<void> {
  if (stopping) return
  const how = crash.exit.signal ?? `exit code ${crash.exit.code}`
  console.error(`\n✗ ${crash.engine} ended unexpectedly (${how}). The end of its log:`)
  console.error(crash.tail.replace(/^/gm, '  | '))
  console.error(`  Its whole log: ${crash.logFile}`)
  await stopAll()
  process.exit(1)
}

try {
  console.log('Starting Korob …')
  shop = await startShop({
    dataDir,
    ports: readPorts(process.argv.slice(2), process.env),
    existing: existingServers(process.env),
    smsGateway: smsGatewayOf(process.env),
    watch: true,
    progress: printedProgress((line) => stopping || console.log(line)),
  })
  const { openSearch } = shop.engines
  const withoutSearch =
    openSearch &&
    bringBack(openSearch, 'search goes on with PostgreSQL', {
      warn: (text) => stopping || console.error(text),
      isStopping: () => stopping,
    })
  shop.onCrash((crash) => (crash.engine === openSearch?.name ? withoutSearch?.(crash) : crashed(crash)))
  const courier = await courierLink(shop.url, shop.runner)
  console.log(welcome(shop, courier, performance.now() - startedAt))
} catch (error) {
  // What a stop in the middle of a start breaks is no news.
  if (!stopping) {
    fail(error)
    await stopEverything()
    process.exit(1)
  }
}

function smsGatewayOf(env: NodeJS.ProcessEnv) {
  const url = env.SMS_GATEWAY_URL
  return url ? { url, account: env.SMS_GATEWAY_ACCOUNT ?? '', token: env.SMS_GATEWAY_TOKEN ?? '' } : undefined
}
