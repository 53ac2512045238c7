import { count, logger } from '@korob/platform/observability'
import { openSearch } from '@korob/platform/opensearch'
import { uuid, z } from '@korob/platform/schema'
import { readIndexedProducts } from '../store/index-documents.ts'
import { ensureProductIndex, writeProducts } from './product-index.ts'

const changed = z.object({ type: z.literal('product.changed'), subject: uuid })

const subjectOf = (body: string): string | undefined => {
  try {
    return changed.parse(JSON.parse(body)).subject
  } catch (error) {
    logger.error('not a message for the index', { error: String(error) })
    return undefined
  }
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
    await ensureProductIndex(engine)
    failed = await writeProducts(engine, await readIndexedProducts(known))
  } catch (error) {
    failed = new Map(known.map((id) => [id, String(error)]))
  }
  if (failed.size > 0) {
    count('productsNotIndexed', failed.size)
    logger.warn('products not indexed yet', { count: failed.size, reason: failed.values().next().value })
  }
  return new Set([...subjects.keys()].filter((at) => subjects[at] === undefined || failed.has(subjects[at])))
}
