import { createHash } from 'node:crypto'
import { documentVersion } from './document.ts'
import { productIndex } from './mapping.ts'

/** Names what an index is made with. An index keeps it, so that one made with something else is known and replaced. */
export const mappingHash: string = createHash('sha256')
  .update(JSON.stringify([productIndex, documentVersion]))
  .digest('hex')
  .slice(0, 16)
