import { join } from 'node:path'
import { chooseOpenSearch } from '../choose.ts'
import { type Engine, existingEngine, type Log } from '../engine.ts'
import { EngineError } from '../error.ts'
import { claimPort } from '../process/ports.ts'
import { aptInstall } from '../system/apt.ts'
import { machineFacts } from '../system/facts.ts'
import { startInDocker } from './in-docker.ts'
import { canFetchJars, jarsAreHere } from './jars.ts'
import { findJdk } from './jdk.ts'
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
      return ownOpenSearch(options, 'jdk')
    case 'apt':
      await aptInstall(choice.packages, options.log)
      return ownOpenSearch(options, 'jdk')
    case 'docker':
      return ownOpenSearch(options, 'docker')
    case 'none':
      options.log(`OpenSearch can't be had here: search runs on PostgreSQL. To have it: ${choice.whatToDo}`)
      return undefined
  }
}

async function ownOpenSearch(options: OpenSearchOptions, how: 'jdk' | 'docker'): Promise<OpenSearch> {
  const port = await claimPort({ use: 'OpenSearch', port: options.port, setting: 'KOROB_OPENSEARCH_PORT' })
  const url = `http://127.0.0.1:${port}`
  const wishes = {
    dataDir: options.dataDir,
    folder: join(options.dataDir, 'opensearch'),
    logDir: options.logDir ?? join(options.dataDir, 'log'),
    log: options.log,
    port,
    isReady: () => isHealthy(url),
  }
  if (how === 'docker') return { ...(await startInDocker(wishes)), url }
  const jdk = findJdk() // looked up once more: apt-get may just have brought it
  if (!jdk) throw new EngineError('apt-get installed no JDK from 17 to 25.', 'Set JAVA_HOME to one.')
  return { ...(await startNode({ ...wishes, jdk })), url }
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
