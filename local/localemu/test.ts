import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cacheDir } from '../engines/paths.ts'
import { stopEverything } from '../engines/process/everything.ts'
import { fail } from '../shop/fail.ts'
import { localAssembly } from '../shop/products.ts'
import { printedProgress } from '../shop/progress.ts'
import { onStopSignal } from '../shop/stop-signals.ts'
import { prepareFlows } from '../shop/test/engines-of-tests.ts'
import { lastLine, type Tally } from '../shop/test/tally.ts'
import { runVitest } from '../shop/test/vitest.ts'
import { ensureDocker } from './docker-engine.ts'
import { ensureLocalEmu } from './emulator.ts'
import { ensureLambdaImage } from './lambda-image.ts'

// npm run test:localstack: the deployed stack on localemu, the platform as a layer and bundled into each function.

const progress = printedProgress()
const logDir = join(cacheDir, 'test-log')
mkdirSync(logDir, { recursive: true })
const folder = mkdtempSync(join(tmpdir(), 'korob-le-'))
const ending: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]

onStopSignal(async () => {
  await stopEverything()
  process.exit(130)
})

async function test(): Promise<Tally> {
  const python = await ensureLocalEmu(progress.note)
  const dataDir = join(cacheDir, 'localemu-docker')
  const engine = await ensureDocker({ dataDir, runDir: folder, logDir, log: progress.note })
  ending.push(engine.stop)
  await progress.step('image for functions', () => ensureLambdaImage(engine, join(folder, 'image'), progress.note))
  const prepared = await prepareFlows(logDir, 1, progress)
  ending.push(prepared.stop)
  const assembly = await progress.step('the stack without an authorizer', () => localAssembly(folder, 'layer', 'none'))
  const inline = await progress.step('the same, platform inline', () => localAssembly(folder, 'inline', 'none'))
  return runVitest({
    name: 'localstack',
    projects: ['localstack'],
    filters: process.argv.slice(2),
    reportDir: logDir,
    env: {
      ...prepared.env,
      TEST_ASSEMBLY: assembly,
      TEST_ASSEMBLY_INLINE: inline,
      TEST_LOCALEMU: python,
      TEST_DOCKER_HOST: engine.host,
      TEST_DOCKER_GATEWAY: engine.gateway,
    },
  })
}

async function end(): Promise<void> {
  for (const one of ending.splice(0).reverse()) await one()
}

try {
  const tally = await test()
  await end()
  console.log(`\n${lastLine(tally)}`)
  process.exit(tally.failed === 0 ? 0 : 1)
} catch (error) {
  fail(error)
  await end()
  process.exit(1)
}
