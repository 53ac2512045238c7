import { database } from '@korob/platform/database'
import { count } from '@korob/platform/observability'
import { openSearch } from '@korob/platform/opensearch'
import { z } from '@korob/platform/schema'
import { giveUp } from '../store/search-indices.ts'
import { type Advance, advanceBuild, beginRebuild, beginRollback, removeRetired } from './build.ts'
import { reconcile } from './reconcile.ts'
import { buildUntil, recoverIndex } from './recover.ts'
import { type IndexStatus, indexStatus } from './status.ts'

/** What the function is asked to do; a schedule asks for nothing in particular, which means upkeep. */
export const command = z.object({
  action: z.enum(['rebuild', 'rollback', 'cancel', 'advance', 'status', 'upkeep']).catch('upkeep'),
})
export type Action = z.infer<typeof command>['action']

export interface CommandAnswer extends IndexStatus {
  /** False: searches run on PostgreSQL alone, and there is no index. */
  engine: boolean
  /** Of `rebuild` and `rollback`: false when another is under way, or none is kept. Of `cancel`: whether there was one. */
  begun?: boolean
  /** Of `advance`. */
  advance?: Advance
}

/** How long a run looks for drift; builds get the rest. */
const reconcileMs = 15_000
/** What a step may take longer than it means to. */
const reserveMs = 12_000

const upkeep = async (engine: NonNullable<ReturnType<typeof openSearch>>, deadlineMs: number): Promise<void> => {
  await recoverIndex(engine)
  await removeRetired(engine)
  const reconciled = await reconcile(engine, Math.min(Date.now() + reconcileMs, deadlineMs))
  if (reconciled) count('indexDrift', reconciled.drifted)
  await buildUntil(engine, deadlineMs)
  await removeRetired(engine)
}

/** Begins, continues or gives up a rebuild or a rollback, or looks after the indices until the time is up. */
export const runCommand = async (action: Action, deadlineMs: number): Promise<CommandAnswer> => {
  const engine = openSearch()
  if (!engine) return { engine: false, ...(await indexStatus()) }
  const told: Pick<CommandAnswer, 'begun' | 'advance'> = {}
  if (action === 'rebuild') told.begun = (await beginRebuild()).begun
  if (action === 'rollback') told.begun = (await beginRollback()).begun
  if (action === 'cancel') told.begun = (await giveUp(database)) > 0
  if (action === 'advance') {
    told.advance = await advanceBuild(engine)
    if (told.advance === 'idle') await removeRetired(engine)
  }
  if (action === 'upkeep') await upkeep(engine, deadlineMs - reserveMs)
  return { engine: true, ...told, ...(await indexStatus()) }
}
