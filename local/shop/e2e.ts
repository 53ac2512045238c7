import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureChromium } from '../engines/chromium.ts'
import { cacheDir } from '../engines/paths.ts'
import { stopEverything } from '../engines/process/everything.ts'
import { dataFolder } from './addresses.ts'
import { readEndToEnd } from './e2e-options.ts'
import { fail } from './fail.ts'
import { runningShop } from './running-shop.ts'
import { onStopSignal } from './stop-signals.ts'
import { lastLine } from './test/tally.ts'
import { runVitest } from './test/vitest.ts'

// npm run test:e2e -- --url URL …: the end-to-end tests against a shop that runs somewhere.

const logDir = join(cacheDir, 'test-log')
mkdirSync(logDir, { recursive: true })
onStopSignal(async () => {
  await stopEverything()
  process.exit(130)
})

try {
  const { env, filters } = readEndToEnd(process.argv.slice(2), process.env, runningShop(dataFolder(process.env)))
  const chromium = await ensureChromium(console.log)
  if (!chromium) console.log('skipped: the tests of the page, which need a Chromium (KOROB_CHROMIUM)')
  const tally = await runVitest({
    name: 'e2e',
    projects: ['e2e'],
    filters,
    reportDir: logDir,
    env: { ...env, TEST_CHROMIUM: chromium ?? '' },
  })
  console.log(`\n${lastLine(tally)}`)
  process.exit(tally.failed === 0 ? 0 : 1)
} catch (error) {
  fail(error)
  process.exit(1)
}
