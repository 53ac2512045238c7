import { database } from '@korob/platform/database'
import { count, logger } from '@korob/platform/observability'
import { type OpenSearch, openSearch } from '@korob/platform/opensearch'
import { uuid, z } from '@korob/platform/schema'
import { readIndexedProducts } from '../store/index-documents.ts'
import { findTargets } from '../store/search-indices.ts'
import { type Refusal, writeDocuments } from './write-documents.ts'

const changed = z.object({ type: z.literal('product.changed'), subject: uuid })

/** So few are shown at once; of more, as in an import, the engine's own second is waited for. */
const fewDocuments = 20

const subjectOf = (body: string): string | undefined => {
  try {
    return changed.parse(JSON.parse(body)).subject
  } catch (error) {
    logger.error('not a message for the index', { error: String(error) })
    return undefined
  }
}

/**
 * Writes these products to every index that is kept; answers which have to come again: id → reason.
 *
 * The documents are read before it is read where to write them. An index that isn't known by then was registered after
 * the documents were read, and is filled after that: so what they show is seen by whoever fills it. The other way round a
 * change could fall between.
 */
const writeEverywhere = async (engine: OpenSearch, ids: readonly string[]): Promise<Map<string, string>> => {
  const products = await readIndexedProducts(ids)
  const targets = await findTargets(database)
  const names = targets.map(({ name }) => name)
  const refusals = await writeDocuments(engine, names, products, products.length <= fewDocuments)
  const serving = targets.find(({ state }) => state === 'serving')?.name
  // What an index that isn't in service refuses for good must not keep changes from the one that is: verifying finds it.
  const matters = ({ index, passing }: Refusal) => passing || index === serving
  for (const { index, id, reason } of refusals.filter((one) => !matters(one)).slice(0, 1))
    logger.warn('an index that is not in service refuses a document', { index, id, reason })
  return new Map(refusals.filter(matters).map(({ id, reason }) => [id, reason]))
}

/** Brings the index up to date with the products these messages name; answers the positions of those that failed. */
export const indexChanged = async (bodies: readonly string[]): Promise<Set<number>> => {
  const engine = openSearch()
  // No engine, no view to keep: searches run on PostgreSQL. An engine that comes later is filled from scratch.
  if (!engine) return new Set()
  const subjects = bodies.map(subjectOf)
  const known = [...new Set(subjects.filter((subject) => subject !== undefined))]
  let failed: Map<string, string>
  try {
    failed = await writeEverywhere(engine, known)
  } catch (error) {
    failed = new Map(known.map((id) => [id, String(error)]))
  }
  if (failed.size > 0) {
    count('productsNotIndexed', failed.size)
    logger.warn('products not indexed yet', { count: failed.size, reason: failed.values().next().value })
  }
  return new Set([...subjects.keys()].filter((at) => subjects[at] === undefined || failed.has(subjects[at])))
}
