import { join } from 'node:path'
import { type Choice, chooseOpenSearch } from '../choose.ts'
import { type Engine, existingEngine, type Log } from '../engine.ts'
import { EngineError } from '../error.ts'
import { claimPort } from '../process/ports.ts'
import { aptInstall } from '../system/apt.ts'
import { machineFacts } from '../system/facts.ts'
import { startInDocker } from './in-docker.ts'
import { canFetchJars, classPath, jarsAreHere } from './jars.ts'
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
  if (options.url === 'off') {
    options.log('OpenSearch is switched off: search runs on PostgreSQL')
    return undefined
  }
  const choice = chooseOpenSearch(machineFacts(), {
    url: options.url,
    jdk: findJdk()?.home,
    jars: jarsAreHere() || canFetchJars(),
  })
  switch (choice.how) {
    case 'url':
      return existingOpenSearch(choice.url)
    case 'found':
    case 'apt': {
      const program = await programOrNone(choice, options.log)
      return program && ownOpenSearch(options, (wishes) => startNode({ ...wishes, ...program }))
    }
    case 'docker':
      return ownOpenSearch(options, startInDocker)
    case 'none':
      options.log(`OpenSearch can't be had here: search runs on PostgreSQL. To have it: ${choice.whatToDo}`)
      return undefined
  }
}

/** The JDK and the class path; undefined when they can't be fetched (no network), since the shop can do without. */
async function programOrNone(choice: Choice, log: Log): Promise<{ jdk: Jdk; path: string[] } | undefined> {
  try {
    if (choice.how === 'apt') await aptInstall(choice.packages, log)
    const jdk = findJdk()
    if (!jdk) throw new EngineError('apt-get installed no JDK from 17 to 25.', 'Set JAVA_HOME to one.')
    return { jdk, path: await classPath(jdk, log) }
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

async function existingOpenSearch(url: string): Promise<OpenSearch> {
  const trimmed = url.replace(/\/+$/, '')
  const { origin } = new URL(trimmed) // fetch refuses an address with credentials in it
  const answer = await fetch(origin, { headers: authorization(trimmed) }).catch((cause) => {
    throw new EngineError(`No OpenSearch answers at ${origin} (OPENSEARCH_URL).`, 'Mend OPENSEARCH_URL, or unset it.', {
      cause,
    })
  })
  const { version } = (await answer.json()) as { version?: { number: string } }
  return { ...existingEngine('OpenSearch', version?.number ?? 'of unknown version', 'OPENSEARCH_URL'), url: trimmed }
}

function authorization(url: string): Record<string, string> {
  const { username, password } = new URL(url)
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return username ? { authorization: `Basic ${Buffer.from(login).toString('base64')}` } : {}
}

/** Its indices of the run before have been opened as well: until then a search answers 503. */
async function isHealthy(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/_cluster/health?wait_for_status=yellow&timeout=1s`, {
    signal: AbortSignal.timeout(5000),
  })
  const health = (await answer.json()) as { timed_out?: boolean }
  return answer.ok && health.timed_out === false
}
