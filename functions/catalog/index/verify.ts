import { integerSetting } from '@korob/platform/config'
import type { Transaction } from '@korob/platform/database'
import { logger } from '@korob/platform/observability'
import type { OpenSearch } from '@korob/platform/opensearch'
import { changedSinceBegun, readVersionsAfter } from '../store/index-versions.ts'
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

/** How long nothing may settle before changes aren't waited for any more: longer than their queue stands still in an ordinary failure. */
const settleMs = (): number => integerSetting('SEARCH_SETTLE_MS', 60_000)

const refuse = (tx: Transaction, { name, purpose }: SearchIndex, unsettled: readonly Wanted[]): Promise<number> => {
  const some = unsettled.slice(0, 5).map(({ id, version }) => `${id} (version ${version})`)
  const reason = `${unsettled.length} documents differ from their products and don't settle: ${some.join(', ')}`
  logger.error('search index not verified', { name, purpose, reason })
  // The index a rollback was tried to stays what it was: kept up to date, and not served.
  return setState(tx, name, purpose === 'rollback' ? 'previous' : 'refused', reason)
}

const idsOf = (list: readonly Wanted[]): string[] => list.map(({ id }) => id)

/** Writes products to an index that is being built; answers those of the wanted that still differ. */
const mendIn = async (
  tx: Transaction,
  engine: OpenSearch,
  name: string,
  ids: readonly string[],
  wanted: readonly Wanted[],
): Promise<Wanted[]> => {
  await mendDocuments(engine, name, ids)
  return stillUnsettled(tx, engine, name, wanted)
}

/**
 * Compares each product's version with its document's, in id order. What differs may be a change that is on its way: it is
 * looked at again until it has arrived. When nothing arrives any more, what was changed since the build began is written here:
 * its message may stand behind those of an import. Whatever else differs has no excuse, and the index is refused. Where an
 * index was kept for a rollback, what it missed meanwhile is written first.
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
    if (unsettled.length > 0 && build.purpose === 'rollback')
      unsettled = await mendIn(tx, engine, name, idsOf(unsettled), unsettled)
    const moved = before.length === 0 || unsettled.length < before.length
    const isOver = !moved && build.stillMs >= settleMs()
    if (unsettled.length > 0 && isOver) {
      const late = await changedSinceBegun(tx, idsOf(unsettled), name)
      if (late.length > 0) unsettled = await mendIn(tx, engine, name, late, unsettled)
    }
    if (unsettled.length > 0) {
      if (isOver) await refuse(tx, build, unsettled)
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
