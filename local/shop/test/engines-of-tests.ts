import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChromium } from '../../engines/chromium.ts'
import { clearData } from '../../engines/clear.ts'
import { type Engines, startEngines } from '../../engines/engines.ts'
import { EngineError } from '../../engines/error.ts'
import { ensureMinistack } from '../../engines/ministack/python.ts'
import { builtWeb, localAssembly } from '../products.ts'
import type { Progress } from '../progress.ts'
import { tellLane } from './lanes.ts'

export type Prepared = {
  /** What flows find in their environment: the first lane's engines, what all lanes share, and where to wait for the others. */
  readonly env: NodeJS.ProcessEnv
  /** What flows that are skipped would have needed. */
  readonly lacks: readonly string[]
  readonly stop: () => Promise<void>
}

/** Asked for by who tests what OpenSearch has no part in. */
const withoutOpenSearch = process.env.OPENSEARCH_URL === 'off'

type Lane = { readonly engines: Engines; readonly stop: () => Promise<void> }

async function startLane(logDir: string, progress: Progress): Promise<Lane> {
  const dataDir = mkdtempSync(join(tmpdir(), 'korob-test-'))
  const startedAt = performance.now()
  const engines = await startEngines({
    dataDir,
    existing: withoutOpenSearch ? { openSearchUrl: 'off' } : {},
    logDir,
    log: progress.note,
    maxConnections: 400,
    durable: false, // data of minutes need not outlive a power cut
    onReady: (engine) => progress.ready(`${engine.name} ${engine.version}`, startedAt),
  }).catch((error) => {
    clearData(dataDir)
    throw error
  })
  const stop = async () => {
    await engines.stop()
    clearData(dataDir)
  }
  if (!engines.openSearch && !withoutOpenSearch) {
    await stop()
    throw new EngineError(
      'Much of what is tested needs OpenSearch, and there is none to be had here (why: see above).',
      'To do without those tests, set OPENSEARCH_URL=off.',
    )
  }
  return { engines, stop }
}

/** Both assemblies and the page, the same for all lanes. */
async function buildShared(folder: string, progress: Progress): Promise<NodeJS.ProcessEnv> {
  // One after the other: on two cores, side by side is no faster, and engines are starting too.
  return {
    TEST_ASSEMBLY: await progress.step('functions bundled, stack synthesized', () => localAssembly(folder)),
    TEST_ASSEMBLY_INLINE: await progress.step('the same, platform inline', () => localAssembly(folder, 'inline')),
    TEST_WEB_DIR: await progress.step('web page built', builtWeb),
  }
}

/** A browser and an emulator of AWS, installed where they are missing. */
async function installShared(progress: Progress): Promise<Pick<Prepared, 'env' | 'lacks'>> {
  const chromium = await ensureChromium(progress.note)
  const ministack = await ensureMinistack(progress.note)
  const lacks = [
    !chromium && 'Chromium, for the page (KOROB_CHROMIUM names one)',
    !ministack && 'ministack, for the deployed stack (a python3 of 3.10 or newer installs it)',
    withoutOpenSearch && 'OpenSearch, which OPENSEARCH_URL=off switches off',
  ].filter((what) => what !== false)
  for (const what of lacks) progress.note(`tests will be skipped for want of ${what}`)
  return { env: { TEST_CHROMIUM: chromium ?? '', TEST_MINISTACK: ministack ?? '' }, lacks }
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
 * of the services, which flows lock out and rename, are one set for a PostgreSQL server. Answers once the first lane can
 * go; the others follow.
 */
export async function prepareFlows(logDir: string, lanes: number, progress: Progress): Promise<Prepared> {
  const folder = mkdtempSync(join(tmpdir(), 'korob-test-'))
  const lanesFolder = join(folder, 'lanes')
  const started: Lane[] = []
  const start = async (lane: number) => {
    const one = await startLane(join(logDir, `lane-${lane}`), progress)
    started.push(one)
    return one
  }
  let isOver = false
  const startOthers = async () => {
    for (let lane = 2; lane <= lanes && !isOver; lane++)
      await start(lane).then(
        ({ engines }) => tellLane(lanesFolder, lane, { env: addressesOf(engines) }),
        (error: Error) => tellLane(lanesFolder, lane, { error: `no engines: ${error.message}` }),
      )
  }
  const built = buildShared(join(folder, 'assembly'), progress)
  const first = start(1)
  // The first lane installs what is missing; two at once would install it twice.
  const others = first.then(startOthers, () => undefined)
  const stop = async () => {
    isOver = true
    await Promise.allSettled([built, others])
    await Promise.all(started.map((lane) => lane.stop()))
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const [{ engines }, shared] = await Promise.all([first, built])
    const installed = await installShared(progress)
    const env = { ...shared, ...installed.env, ...addressesOf(engines) }
    const laneSettings = { TEST_LANES: String(lanes), TEST_LANES_FOLDER: lanesFolder }
    return { env: { ...env, ...laneSettings }, lacks: installed.lacks, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
