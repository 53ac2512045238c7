import { database, type Transaction, transaction } from '@korob/platform/database'
import { logger } from '@korob/platform/observability'
import type { OpenSearch } from '@korob/platform/opensearch'
import {
  adoptServing,
  findBuild,
  findByState,
  knowsMapping,
  lockIndices,
  setState,
  wasRefusedLately,
} from '../store/search-indices.ts'
import { advanceBuild, beginRebuild } from './build.ts'
import { mappingHash } from './mapping-hash.ts'
import { addWriteAlias, indexExists, mappingOf, servedIndex, serveIndex } from './product-index.ts'

/** Somebody else has made searches read another index than the one that is noted: what shoppers see is what counts. */
const follow = async (tx: Transaction, engine: OpenSearch, served: string): Promise<void> => {
  logger.warn('searches read an index that is not the one noted', { served })
  if (!(await indexExists(engine, served))) await addWriteAlias(engine, served)
  const [serving, previous] = [await findByState(tx, 'serving'), await findByState(tx, 'previous')]
  for (const other of [previous, serving]) if (other) await setState(tx, other.name, 'retired')
  await adoptServing(tx, served, await mappingOf(engine, served))
  if (serving) await setState(tx, serving.name, 'previous')
}

const recoverServing = async (tx: Transaction, engine: OpenSearch): Promise<void> => {
  await lockIndices(tx)
  // The alias is about to move, or has moved: its step will say so.
  if ((await findBuild(tx))?.state === 'switching') return
  const served = await servedIndex(engine)
  const serving = await findByState(tx, 'serving')
  if (served !== undefined) {
    if (served !== serving?.name) await follow(tx, engine, served)
  } else if (serving && (await indexExists(engine, serving.name))) {
    logger.warn('the alias of the search index was gone', { name: serving.name })
    await serveIndex(engine, serving.name)
  } else if (serving) {
    logger.error('the search index is gone', { name: serving.name })
    await setState(tx, serving.name, 'retired', 'the index is gone')
  }
  const previous = await findByState(tx, 'previous')
  if (previous && !(await indexExists(engine, previous.name)))
    await setState(tx, previous.name, 'retired', 'the index is gone')
}

const isRebuildDue = async (): Promise<boolean> => {
  const serving = await findByState(database, 'serving')
  // Without an index PostgreSQL answers searches. What was just refused would be refused again.
  if (!serving) return !(await wasRefusedLately(database))
  // A mapping that was built and left again, by a rollback, is left alone.
  return serving.mappingHash !== mappingHash && !(await knowsMapping(database, mappingHash))
}

/** Makes what is noted of indices true again, and begins a rebuild where none serves, or one made with another mapping. */
export const recoverIndex = async (engine: OpenSearch): Promise<void> => {
  await transaction((tx) => recoverServing(tx, engine))
  if (await isRebuildDue()) await beginRebuild()
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Works on what is being built until that is done or the time is up. */
export const buildUntil = async (engine: OpenSearch, deadlineMs: number): Promise<void> => {
  for (let now = Date.now(); now < deadlineMs; now = Date.now()) {
    const advance = await advanceBuild(engine)
    if (advance === 'idle') return
    if (advance !== 'on') await pause(Math.min(200, Math.max(0, deadlineMs - now)))
  }
}

/** Makes sure that there is an index to search, filled and verified; what isn't done within `withinMs` the schedule does. */
export const ensureProductIndex = async (engine: OpenSearch, withinMs = 60_000): Promise<void> => {
  await recoverIndex(engine)
  await buildUntil(engine, Date.now() + withinMs)
}
