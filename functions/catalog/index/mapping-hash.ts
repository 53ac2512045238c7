import { createHash } from 'node:crypto'
import { documentVersion } from './document.ts'
import { productIndex } from './mapping.ts'

/** Names what an index is made with. An index keeps it, so that one made with something else is known and replaced. */
export const mappingHash: string = createHash('sha256')
  .update(JSON.stringify([productIndex, documentVersion]))
  .digest('hex')
  .slice(0, 16)

/**
 * Hashes of earlier mappings that this shop's searches can be answered by, too: where a change takes away nothing that they
 * ask for, and what it adds they can be without until the new index is built. Named here, searches needn't be answered by
 * PostgreSQL meanwhile. Queries that need what a mapping adds come with the deployment after it.
 */
const compatible: readonly string[] = []

/** Whether searches can ask an index made with this. Of one that nobody knows they take it for granted. */
export const isReadable = (hash: string | null): boolean =>
  hash === null || hash === '' || hash === mappingHash || compatible.includes(hash)
