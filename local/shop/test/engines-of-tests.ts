import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChromium } from '../../engines/chromium.ts'
import { clearData } from '../../engines/clear.ts'
import { startEngines } from '../../engines/engines.ts'
import { ensureMinistack } from '../../engines/ministack/python.ts'
import { builtWeb, localAssembly } from '../products.ts'
import type { Progress } from '../progress.ts'

export type Prepared = {
  /** Addresses for the flows, as environment variables. */
  readonly env: NodeJS.ProcessEnv
  readonly stop: () => Promise<void>
}

/** What flows need, none of it shared with a shop that may run beside: engines, both assemblies, the page, a browser. */
export async function prepareFlows(logDir: string, progress: Progress): Promise<Prepared> {
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
  try {
    // One after the other: on two cores, side by side is no faster, and the engines are starting too.
    const assembly = await progress.step('functions bundled, stack synthesized', () =>
      localAssembly(join(dataDir, 'assembly')),
    )
    const inline = await progress.step('the same, platform inline', () =>
      localAssembly(join(dataDir, 'assembly'), 'inline'),
    )
    const web = await progress.step('web page built', builtWeb)
    const chromium = await ensureChromium(progress.note)
    if (!chromium) progress.note('there is no Chromium here, and none to be had: set KOROB_CHROMIUM to one')
    const ministack = await ensureMinistack(progress.note)
    if (!ministack) progress.note('skipped: the tests of the deployed stack (tests/deployed), which need ministack')
    const { postgres, rabbitMq, openSearch, aws } = engines
    return {
      stop,
      env: {
        TEST_DATABASE_URL: postgres.urlOf('postgres'),
        TEST_RABBITMQ_URL: rabbitMq.urlOf(rabbitMq.vhost),
        TEST_RABBITMQ_MANAGEMENT_URL: rabbitMq.consoleUrl,
        TEST_OPENSEARCH_URL: openSearch?.url ?? '',
        TEST_AWS_ENDPOINT: aws.endpoint,
        TEST_ASSEMBLY: assembly,
        TEST_ASSEMBLY_INLINE: inline,
        TEST_WEB_DIR: web,
        TEST_CHROMIUM: chromium ?? '',
        TEST_MINISTACK: ministack ?? '',
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}
