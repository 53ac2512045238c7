import { join } from 'node:path'
import { type Choice, chooseOpenSearch } from '../choose.ts'
import { ensureImage } from '../container.ts'
import type { Engine, Log } from '../engine.ts'
import { EngineError } from '../error.ts'
import { claimPort } from '../process/ports.ts'
import { aptInstall } from '../system/apt.ts'
import { machineFacts } from '../system/facts.ts'
import { existingOpenSearch } from './existing.ts'
import { openSearchImage, startInDocker } from './in-docker.ts'
import { classPath } from './jars.ts'
import { findJdk, type Jdk } from './jdk.ts'
import { startNode } from './node.ts'

export type OpenSearchOptions = {
  readonly dataDir: string
  readonly port?: number
  /** An existing server's address to be used instead, or `off`. */
  readonly url?: string
  readonly log: Log
  readonly logDir?: string
}

export type OpenSearch = Engine & { readonly url: string }

/** An OpenSearch of our own or an existing server; undefined where none can be had: search runs on PostgreSQL then. */
export async function startOpenSearch(options: OpenSearchOptions): Promise<OpenSearch | undefined> {
  const choice = chooseOpenSearch(machineFacts(), { url: options.url, jdk: findJdk()?.home })
  switch (choice.how) {
    case 'url':
      return existingOpenSearch(choice.url, options.log)
    case 'found':
    case 'apt': {
      const program = await orNone(programBy(choice, options.log), options.log)
      return program && ownOpenSearch(options, (wishes) => startNode({ ...wishes, ...program }))
    }
    case 'docker': {
      const image = await orNone(fetchedImage(options.log), options.log)
      return image === undefined ? undefined : ownOpenSearch(options, startInDocker)
    }
    case 'none':
      options.log(`${choice.why} Search runs on PostgreSQL. ${choice.whatToDo}`)
      return undefined
    default:
      throw new Error(`OpenSearch isn't to be had by ${choice.how}`)
  }
}

async function programBy(choice: Choice, log: Log): Promise<{ jdk: Jdk; path: string[] }> {
  if (choice.how === 'apt') await aptInstall(choice.packages, log)
  const jdk = findJdk()
  if (!jdk) throw new EngineError('apt-get installed no JDK from 17 to 25.', 'Set JAVA_HOME to one.')
  return { jdk, path: await classPath(jdk, log) }
}

async function fetchedImage(log: Log): Promise<string> {
  await ensureImage(openSearchImage, log)
  return openSearchImage
}

/** What was to be fetched; undefined where that fails (no network), since the shop can do without. */
async function orNone<Fetched>(fetching: Promise<Fetched>, log: Log): Promise<Fetched | undefined> {
  try {
    return await fetching
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    log(`${error.message}\n    ${error.whatToDo}\n    Until then there is no OpenSearch: search runs on PostgreSQL`)
    return undefined
  }
}

type Wishes = Parameters<typeof startInDocker>[0]

async function ownOpenSearch(
  options: OpenSearchOptions,
  start: (wishes: Wishes) => Promise<Engine>,
): Promise<OpenSearch> {
  const port = await claimPort({ use: 'OpenSearch', port: options.port, setting: 'KOROB_OPENSEARCH_PORT' })
  const url = `http://127.0.0.1:${port}`
  const engine = await start({
    dataDir: options.dataDir,
    folder: join(options.dataDir, 'opensearch'),
    logDir: options.logDir ?? join(options.dataDir, 'log'),
    port,
    isReady: () => isHealthy(url),
  })
  return { ...engine, url }
}

/** Its indices of the run before have been opened as well: until then a search answers 503. */
async function isHealthy(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/_cluster/health?wait_for_status=yellow&timeout=1s`, {
    signal: AbortSignal.timeout(5000),
  })
  const health = (await answer.json()) as { timed_out?: boolean }
  return answer.ok && health.timed_out === false
}
