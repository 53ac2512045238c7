import { existingEngine, type Log } from '../engine.ts'
import { EngineError } from '../error.ts'
import { readAddress, reasonOf } from '../existing.ts'
import type { OpenSearch } from './opensearch.ts'

const setting = 'OPENSEARCH_URL'
const oldest = 2
const mend = `Mend ${setting}, or unset it; ${setting}=off goes without.`

/** A server that OPENSEARCH_URL names, asked who it is before anything rests on it. */
export async function existingOpenSearch(text: string, log: Log): Promise<OpenSearch> {
  const url = readAddress(text, { setting, protocols: ['http:', 'https:'], example: 'http://user:password@host:9200' })
  log(`OpenSearch is the server at ${url.host} (${setting})`)
  const version = versionOf(await greeting(url), url.host)
  return { ...existingEngine('OpenSearch', version, setting), url: url.href.replace(/\/+$/, '') }
}

async function greeting(url: URL): Promise<unknown> {
  // fetch refuses an address with credentials in it
  const asked = fetch(url.origin, { headers: authorization(url), signal: AbortSignal.timeout(10_000) })
  const answer = await asked.catch((cause) => {
    throw new EngineError(`No OpenSearch answers at ${url.host} (${setting}): ${reasonOf(cause)}.`, mend, { cause })
  })
  if (answer.status === 401 || answer.status === 403) {
    throw new EngineError(`OpenSearch at ${url.host} (${setting}) refuses the login: ${answer.status}.`, mend)
  }
  const body = await answer.text()
  try {
    return JSON.parse(body)
  } catch (cause) {
    throw new EngineError(`What answers at ${url.host} (${setting}) is no OpenSearch: ${answer.status}.`, mend, {
      cause,
    })
  }
}

/** @throws EngineError when this isn't what an OpenSearch of a fitting version says at `/` */
export function versionOf(greeting: unknown, host: string): string {
  const { version } = (greeting ?? {}) as { version?: { number?: string; distribution?: string } }
  if (version?.distribution !== 'opensearch' || !version.number) {
    const what = version?.number ? `something like Elasticsearch ${version.number}` : 'something else'
    throw new EngineError(`What answers at ${host} (${setting}) is no OpenSearch but ${what}.`, mend)
  }
  if (Number.parseInt(version.number, 10) < oldest) {
    throw new EngineError(
      `OpenSearch at ${host} (${setting}) is ${version.number}; ${oldest} or newer is needed.`,
      mend,
    )
  }
  return version.number
}

function authorization({ username, password }: URL): Record<string, string> {
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return username ? { authorization: `Basic ${Buffer.from(login).toString('base64')}` } : {}
}
