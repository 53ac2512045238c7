import type { OpenSearch } from '@korob/platform/opensearch'
import type { IndexedProduct } from '../store/index-documents.ts'
import type { Wanted } from '../store/search-indices.ts'
import { productDocument } from './document.ts'
import { writeAlias } from './product-index.ts'

const timeoutMs = 20_000
// Amazon OpenSearch Service takes 10 MiB at once on its smaller instances; beyond some megabytes nothing is gained.
// https://docs.aws.amazon.com/opensearch-service/latest/developerguide/limits.html
const bulkBytes = 4 * 2 ** 20

/** A write that an index didn't take. */
export interface Refusal {
  index: string
  id: string
  reason: string
  /** Whether the same may succeed later. */
  passing: boolean
  /** The index is not there. */
  missing: boolean
}

interface Action {
  index: string
  id: string
  lines: string[]
}

interface Item {
  status: number
  error?: { type: string; reason: string }
}
interface BulkAnswer {
  items: { index?: Item; delete?: Item }[]
}

// An older version is refused whenever it comes, so it doesn't matter in which order writes arrive, nor how often.
const versioned = (operation: 'index' | 'delete', index: string, { id, version }: Wanted): string =>
  JSON.stringify({
    [operation]: { _index: writeAlias(index), _id: id, version, version_type: 'external_gte', require_alias: true },
  })

const bytesOf = ({ lines }: Action): number => lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)

const portions = (actions: readonly Action[]): Action[][] => {
  const all: Action[][] = []
  let room = 0
  for (const action of actions) {
    const size = bytesOf(action)
    if (size > room) {
      all.push([])
      room = bulkBytes
    }
    all.at(-1)?.push(action)
    room -= size
  }
  return all
}

const refusalOf = ({ index, id }: Action, item: Item | undefined): Refusal | undefined => {
  const status = item?.status ?? 500
  const missing = status === 404 && item?.error !== undefined
  // 409: a newer version is there already. A document that is to be deleted and isn't there has no error.
  if (status < 300 || status === 409 || (status === 404 && !missing)) return undefined
  const passing = status === 429 || status >= 500
  return { index, id, reason: `${status} ${item?.error?.type}: ${item?.error?.reason}`, passing, missing }
}

const send = async (engine: OpenSearch, actions: readonly Action[], refresh: boolean): Promise<Refusal[]> => {
  const refusals: Refusal[] = []
  for (const portion of portions(actions)) {
    const { items } = await engine.request<BulkAnswer>({
      method: 'POST',
      path: '/_bulk',
      query: { require_alias: true, ...(refresh && { refresh }) },
      lines: portion.flatMap(({ lines }) => lines),
      timeoutMs,
    })
    for (const [at, action] of portion.entries()) {
      const refused = refusalOf(action, items[at]?.index ?? items[at]?.delete)
      if (refused) refusals.push(refused)
    }
  }
  return refusals
}

/**
 * Writes whole documents to each of the indices, unless newer ones are there: the only way a document gets into an index,
 * for changes, rebuilds and mending alike.
 * @param refresh searches find them once this returns
 * @throws OpenSearchFailed when the engine doesn't answer
 */
export const writeDocuments = (
  engine: OpenSearch,
  indices: readonly string[],
  products: readonly IndexedProduct[],
  refresh = false,
): Promise<Refusal[]> => {
  const actions = products.flatMap((product) => {
    const document = JSON.stringify(productDocument(product))
    const version = { id: product.id, version: product.indexVersion }
    return indices.map((index) => ({ index, id: product.id, lines: [versioned('index', index, version), document] }))
  })
  return send(engine, actions, refresh)
}

/** Takes documents out of an index, unless newer versions of them are there. */
export const deleteDocuments = (engine: OpenSearch, index: string, documents: readonly Wanted[]): Promise<Refusal[]> =>
  send(
    engine,
    documents.map((one) => ({ index, id: one.id, lines: [versioned('delete', index, one)] })),
    false,
  )
