import { Agent, request } from 'node:http'
import type { OpenSearch, OpenSearchRequest } from '@korob/platform/opensearch'
import { deadlineIn } from '../../../functions/catalog/search/deadline.ts'
import type { SearchQuery } from '../../../functions/catalog/search/engine.ts'
import { openSearchEngine } from '../../../functions/catalog/search/opensearch-engine.ts'
import { generate } from '../load/generator.ts'
import { queries as usual } from './queries.ts'
import { searchQueries } from './search-queries.ts'

export interface BareSearchSetup {
  openSearchUrl: string
  indexPrefix: string
  /** Others than the usual ones. */
  queries?: readonly Record<string, string>[]
  /** Suggestions instead of pages. */
  suggest?: boolean
}

const agent = new Agent({ keepAlive: true })

const send = <Answer>(node: string, { method, path, body, lines }: OpenSearchRequest): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const text = lines ? lines.map((line) => `${JSON.stringify(line)}\n`).join('') : JSON.stringify(body)
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
    const sent = request(`${node}${path}`, { method, agent, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const whole = Buffer.concat(chunks).toString()
        if (answer.statusCode === 200) resolve(JSON.parse(whole) as Answer)
        else reject(new Error(`${answer.statusCode} ${whole.slice(0, 200)}`))
      })
      answer.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(text)
  })

/** Nothing but the requests that the catalogue's search makes of OpenSearch, sent as they are. */
const bare = (node: string): OpenSearch => ({ request: (wanted) => send(node, wanted) })

let turn = 0

generate<BareSearchSetup>(async ({ openSearchUrl, indexPrefix, queries = usual, suggest = false }) => {
  const asked = searchQueries(queries)
  process.env.INDEX_PREFIX = indexPrefix
  const engine = openSearchEngine(bare(openSearchUrl))
  return async () => async () => {
    const query = asked[turn++ % asked.length] as SearchQuery
    if (suggest && query.query) await engine.suggest(query.query, 'all', 24, deadlineIn(60_000))
    else await engine.search(query, deadlineIn(60_000))
  }
})
