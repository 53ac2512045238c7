import { type Transaction, transaction } from '@korob/platform/database'
import { logger } from '@korob/platform/observability'
import type { OpenSearch } from '@korob/platform/opensearch'
import { sql } from '@korob/platform/sql'
import { noteReconcilerPlace, readVersionsAfter, takeReconcilerPlace } from '../store/index-versions.ts'
import { findByState, type Wanted } from '../store/search-indices.ts'
import { comparePage, stillUnsettled } from './compare.ts'
import { mendDocuments } from './mend.ts'
import { comparePageSize } from './page-sizes.ts'
import { deleteDocuments, type Refusal } from './write-documents.ts'

/** With a run a minute, a million products are looked at in twenty. */
const pagesPerRun = 10
/** More than can be mended in one run: looking for others waits. */
const enoughSuspects = 5_000

/** So many are written in much less time than a transaction may be idle. */
const mendedAtOnce = 500

export interface Reconciled {
  /** Products of which the index in service showed something else than it should, for a minute at least. Mended since. */
  drifted: number
  compared: number
}

const mendDrift = async (
  tx: Transaction,
  engine: OpenSearch,
  index: string,
  suspects: readonly Wanted[],
): Promise<number> => {
  const drifted = await stillUnsettled(tx, engine, index, suspects)
  if (drifted.length === 0) return 0
  const ids = drifted.map(({ id }) => id)
  const refusals: Refusal[] = []
  for (let at = 0; at < ids.length; at += mendedAtOnce) {
    refusals.push(...(await mendDocuments(engine, index, ids.slice(at, at + mendedAtOnce))))
    // The row that is held says so now and then: PostgreSQL ends a transaction that is idle for long.
    await tx.run(sql`select 1`)
  }
  logger.warn('search index had drifted', { index, count: ids.length, some: ids.slice(0, 5), refused: refusals[0] })
  return ids.length
}

/** Compares pages from the cursor on; answers where it has come to and what differs. */
const look = async (
  tx: Transaction,
  engine: OpenSearch,
  indices: readonly string[],
  from: string | null,
  deadlineMs: number,
) => {
  const pageSize = comparePageSize()
  const suspects = new Map<string, Wanted>()
  let cursor = from
  let compared = 0
  for (let pages = 0; pages < pagesPerRun && suspects.size < enoughSuspects && Date.now() < deadlineMs; pages++) {
    const products = await readVersionsAfter(tx, cursor, pageSize)
    const upTo = products.length < pageSize ? undefined : products.at(-1)?.id
    for (const index of indices) {
      const { differing, needless } = await comparePage(engine, index, { products, after: cursor, upTo })
      for (const one of differing) suspects.set(one.id, one)
      await deleteDocuments(engine, index, needless)
    }
    compared += products.length
    cursor = upTo ?? null
    if (cursor === null) break
  }
  return { cursor, suspects: [...suspects.values()], compared }
}

/**
 * Looks for products that the kept indices show otherwise than they are, a part of the catalogue each time. What differs may
 * be on its way; what still differs at the next run has drifted, and is written anew. Undefined: somebody else is at it.
 */
export const reconcile = (engine: OpenSearch, deadlineMs: number): Promise<Reconciled | undefined> =>
  transaction(async (tx) => {
    const place = await takeReconcilerPlace(tx)
    if (!place) return undefined
    const serving = (await findByState(tx, 'serving'))?.name
    const previous = (await findByState(tx, 'previous'))?.name
    const indices = [serving, previous].filter((name) => name !== undefined)
    if (indices.length === 0) return { drifted: 0, compared: 0 }
    let drifted = 0
    for (const index of indices) {
      const mended = await mendDrift(tx, engine, index, place.suspects)
      if (index === serving) drifted = mended
    }
    const { compared, ...next } = await look(tx, engine, indices, place.cursor, deadlineMs)
    await noteReconcilerPlace(tx, next)
    return { drifted, compared }
  })
