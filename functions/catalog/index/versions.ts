import { indexName, type OpenSearch } from '@korob/platform/opensearch'
import { writeAlias } from './product-index.ts'

/** How an index has its documents: id → version. */
export type Versions = ReadonlyMap<string, number>

const timeoutMs = 20_000
// The engine answers no more at once.
const window = 10_000

interface SearchAnswer {
  hits: { hits: { _id: string; _version: number }[] }
}

/** Documents whose ids are in (after, upTo], as a search sees them: up to a second old. Open where undefined. */
export const versionsBetween = async (
  engine: OpenSearch,
  index: string,
  after: string | null,
  upTo: string | undefined,
): Promise<Versions> => {
  const versions = new Map<string, number>()
  for (let last: string | null | undefined = after; last !== undefined; ) {
    const { hits }: SearchAnswer = await engine.request<SearchAnswer>({
      method: 'POST',
      path: `/${indexName(index)}/_search`,
      body: {
        size: window,
        version: true,
        _source: false,
        track_total_hits: false,
        query: {
          range: { id: { ...(last === null ? {} : { gt: last }), ...(upTo === undefined ? {} : { lte: upTo }) } },
        },
        sort: [{ id: 'asc' }],
      },
      timeoutMs,
    })
    for (const { _id, _version } of hits.hits) versions.set(_id, _version)
    last = hits.hits.length < window ? undefined : hits.hits.at(-1)?._id
  }
  return versions
}

interface GetAnswer {
  docs: { _id: string; found?: boolean; _version?: number; error?: { type: string; reason: string } }[]
}

/** These documents as they are this moment. */
export const versionsOf = async (engine: OpenSearch, index: string, ids: readonly string[]): Promise<Versions> => {
  const versions = new Map<string, number>()
  if (ids.length === 0) return versions
  const { docs } = await engine.request<GetAnswer>({
    method: 'POST',
    path: `/${writeAlias(index)}/_mget`,
    query: { _source: false, realtime: true },
    body: { ids },
    timeoutMs,
  })
  for (const { _id, found, _version, error } of docs) {
    if (error) throw new Error(`${index}: ${error.type}: ${error.reason}`)
    if (found && _version !== undefined) versions.set(_id, _version)
  }
  return versions
}
