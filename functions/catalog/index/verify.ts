import { integerSetting } from '@korob/platform/config'
import type { Transaction } from '@korob/platform/database'
import { logger } from '@korob/platform/observability'
import type { OpenSearch } from '@korob/platform/opensearch'
import { readVersionsAfter } from '../store/index-versions.ts'
import {
  beginPhase,
  noteUnsettled,
  noteVerified,
  type SearchIndex,
  setState,
  type Wanted,
} from '../store/search-indices.ts'
import { comparePage, stillUnsettled } from './compare.ts'
import { mendDocuments } from './mend.ts'
import { comparePageSize } from './page-sizes.ts'
import { indexExists } from './product-index.ts'

/** How long nothing may settle before an index is refused: longer than the queue of changes stands still in an ordinary failure. */
const settleMs = (): number => integerSetting('SEARCH_SETTLE_MS', 60_000)

const refuse = (tx: Transaction, { name, purpose }: SearchIndex, unsettled: readonly Wanted[]): Promise<number> => {
  const some = unsettled.slice(0, 5).map(({ id, version }) => `${id} (version ${version})`)
  const reason = `${unsettled.length} documents differ from their products and don't settle: ${some.join(', ')}`
  logger.error('search index not verified', { name, purpose, reason })
  // The index a rollback was tried to stays what it was: kept up to date, and not served.
  return setState(tx, name, purpose === 'rollback' ? 'previous' : 'refused', reason)
}

/**
 * Compares each product's version with its document's, in id order. What differs may be a change that is on its way: it is
 * looked at again until it has arrived, and when nothing arrives any more the index is refused. Where an index was kept for a
 * rollback, what it missed meanwhile is written first.
 * Answers whether there is nothing to do but wait.
 */
export const verify = async (
  tx: Transaction,
  engine: OpenSearch,
  build: SearchIndex,
  untilMs: number,
): Promise<boolean> => {
  const { name } = build
  const pageSize = comparePageSize()
  if (!(await indexExists(engine, name))) {
    if (build.purpose === 'rollback') await setState(tx, name, 'retired', 'the index is gone')
    else await beginPhase(tx, name, 'filling', build.purpose)
    return false
  }
  let { cursor, unsettled: before } = build
  do {
    const products = await readVersionsAfter(tx, cursor, pageSize)
    const upTo = products.length < pageSize ? undefined : products.at(-1)?.id
    // While a page settles, only what differed in it is looked at.
    const wanted =
      before.length > 0 ? before : (await comparePage(engine, name, { products, after: cursor, upTo })).differing
    let unsettled = await stillUnsettled(tx, engine, name, wanted)
    if (unsettled.length > 0 && build.purpose === 'rollback') {
      await mendDocuments(
        engine,
        name,
        unsettled.map(({ id }) => id),
      )
      unsettled = await stillUnsettled(tx, engine, name, unsettled)
    }
    if (unsettled.length > 0) {
      const moved = before.length === 0 || unsettled.length < before.length
      if (!moved && build.stillMs >= settleMs()) await refuse(tx, build, unsettled)
      else await noteUnsettled(tx, name, unsettled, moved)
      return true
    }
    before = []
    cursor = upTo ?? null
    await noteVerified(tx, name, cursor, products.length)
    if (cursor === null) {
      await setState(tx, name, 'switching')
      return false
    }
  } while (Date.now() < untilMs)
  return false
}
