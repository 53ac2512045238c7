import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChromium } from '../../engines/chromium.ts'
import { clearData } from '../../engines/clear.ts'
import { type Engines, startEngines } from '../../engines/engines.ts'
import { ensureMinistack } from '../../engines/ministack/python.ts'
import { builtWeb, localAssembly } from '../products.ts'
import type { Progress } from '../progress.ts'

export type Prepared = {
  /** For each lane its engines' addresses and what all share, as environment variables. */
  readonly lanes: readonly NodeJS.ProcessEnv[]
  readonly stop: () => Promise<void>
}

type Lane = { readonly engines: Engines; readonly stop: () => Promise<void> }

async function startLane(logDir: string, progress: Progress): Promise<Lane> {
  const dataDir = mkdtempSync(join(tmpdir(), 'korob-test-'))
  const startedAt = performance.now()
  const engines = await startEngines({
    dataDir,
    logDir,
    log: progress.note,
    maxConnections: 400,
    durable: false, // data of minutes need not outlive a power cut
    onReady: (engine) => progress.ready(`${engine.name} ${engine.version}`, startedAt),
  })
  const stop = async () => {
    await engines.stop()
    clearData(dataDir)
  }
  return { engines, stop }
}

/** What is the same for all lanes: both assemblies, the page, a browser, an emulator of AWS. */
async function prepareShared(folder: string, progress: Progress): Promise<NodeJS.ProcessEnv> {
  // One after the other: on two cores, side by side is no faster, and the engines are starting too.
  const assembly = await progress.step('functions bundled, stack synthesized', () => localAssembly(folder))
  const inline = await progress.step('the same, platform inline', () => localAssembly(folder, 'inline'))
  const web = await progress.step('web page built', builtWeb)
  const chromium = await ensureChromium(progress.note)
  if (!chromium) progress.note('there is no Chromium here, and none to be had: set KOROB_CHROMIUM to one')
  const ministack = await ensureMinistack(progress.note)
  if (!ministack) progress.note('skipped: the tests of the deployed stack (tests/deployed), which need ministack')
  return {
    TEST_ASSEMBLY: assembly,
    TEST_ASSEMBLY_INLINE: inline,
    TEST_WEB_DIR: web,
    TEST_CHROMIUM: chromium ?? '',
    TEST_MINISTACK: ministack ?? '',
  }
}

const addressesOf = ({ postgres, rabbitMq, openSearch, aws }: Engines): NodeJS.ProcessEnv => ({
  TEST_DATABASE_URL: postgres.urlOf('postgres'),
  TEST_RABBITMQ_URL: rabbitMq.urlOf(rabbitMq.vhost),
  TEST_RABBITMQ_MANAGEMENT_URL: rabbitMq.consoleUrl,
  TEST_OPENSEARCH_URL: openSearch?.url ?? '',
  TEST_AWS_ENDPOINT: aws.endpoint,
})

/**
 * What flows need, none of it shared with a shop that may run beside. Each lane has engines of its own, since the roles
 * of the services, which flows lock out and rename, are one set for a PostgreSQL server.
 */
export async function prepareFlows(logDir: string, lanes: number, progress: Progress): Promise<Prepared> {
  const folder = mkdtempSync(join(tmpdir(), 'korob-test-'))
  const started: Lane[] = []
  const stop = async () => {
    await Promise.all(started.map((lane) => lane.stop()))
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    // The first one installs what is missing; two at once would install it twice.
    for (let lane = 1; lane <= lanes; lane++) started.push(await startLane(join(logDir, `lane-${lane}`), progress))
    const shared = await prepareShared(join(folder, 'assembly'), progress)
    return { lanes: started.map(({ engines }) => ({ ...shared, ...addressesOf(engines) })), stop }
  } catch (error) {
    await stop()
    throw error
  }
}
