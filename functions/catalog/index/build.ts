import { database, isUniqueViolation, type Transaction, transaction } from '@korob/platform/database'
import { logger } from '@korob/platform/observability'
import type { OpenSearch } from '@korob/platform/opensearch'
import {
  addBuild,
  addRollback,
  findBuild,
  findByState,
  findRemovable,
  noteRemoved,
  type SearchIndex,
  setState,
  takeBuild,
} from '../store/search-indices.ts'
import { fill } from './fill.ts'
import { mappingHash } from './mapping-hash.ts'
import { removeIndex, serveIndex } from './product-index.ts'
import { verify } from './verify.ts'

/** A step holds its row for about so long; what it has done by then is kept whatever becomes of this process. */
const stepMs = 3_000

/** `on`: there is more to do. `waiting`: for changes to arrive. `busy`: somebody else works on it. `idle`: nothing is built. */
export type Advance = 'on' | 'waiting' | 'busy' | 'idle'

// Both indices are written to before and after, so it doesn't matter when a process that is killed here comes back.
const switchTo = async (tx: Transaction, engine: OpenSearch, { name, purpose }: SearchIndex): Promise<void> => {
  await serveIndex(engine, name)
  const [serving, previous] = [await findByState(tx, 'serving'), await findByState(tx, 'previous')]
  if (previous) await setState(tx, previous.name, 'retired')
  if (serving) await setState(tx, serving.name, 'previous')
  await setState(tx, name, 'serving')
  logger.info('searches read another index', { name, purpose, instead: serving?.name })
}

const step = async (tx: Transaction, engine: OpenSearch, build: SearchIndex): Promise<Advance> => {
  const untilMs = Date.now() + stepMs
  // Begun by another version of the shop: what it fills in is not what this one searches.
  if (build.purpose === 'rebuild' && build.mappingHash !== mappingHash) {
    await setState(tx, build.name, 'refused', 'the mapping has changed since it was begun')
    return 'on'
  }
  if (build.state === 'filling') await fill(tx, engine, build, untilMs)
  else if (build.state === 'switching') await switchTo(tx, engine, build)
  else if (await verify(tx, engine, build, untilMs)) return 'waiting'
  return 'on'
}

/**
 * Does the next part of the rebuild or rollback that is under way. Its row is locked meanwhile: a second process is told, and
 * one that is killed lets go of it; whoever comes next goes on from what was committed.
 */
export const advanceBuild = (engine: OpenSearch): Promise<Advance> =>
  transaction(async (tx) => {
    const build = await takeBuild(tx)
    if (build) return step(tx, engine, build)
    return (await findBuild(tx)) ? 'busy' : 'idle'
  })

/** Deletes indices that nobody needs any more. */
export const removeRetired = async (engine: OpenSearch): Promise<void> => {
  for (const { name } of await findRemovable(database)) {
    await removeIndex(engine, name)
    await noteRemoved(database, name)
  }
}

export type Begun = { begun: true; build: SearchIndex } | { begun: false; build: SearchIndex | undefined }

const told = async (begun: SearchIndex | undefined): Promise<Begun> =>
  begun ? { begun: true, build: begun } : { begun: false, build: await findBuild(database) }

/** Registers a rebuild. From this commit on changes are written to the new index too. */
export const beginRebuild = async (): Promise<Begun> => {
  const outcome = await told(await addBuild(database, mappingHash))
  if (outcome.begun) logger.info('search index is being rebuilt', { name: outcome.build.name })
  return outcome
}

/** Has the index that served before serve again, once it is verified. Without a build in the answer: none is kept. */
export const beginRollback = async (): Promise<Begun> => {
  try {
    return await told(await addRollback(database))
  } catch (error) {
    // A rebuild was begun at the same moment.
    if (!isUniqueViolation(error, 'search_index_building')) throw error
    return told(undefined)
  }
}
