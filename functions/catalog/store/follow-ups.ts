import { database, type Transaction } from '@korob/platform/database'
import { count, logger } from '@korob/platform/observability'
import { nudgeRelay } from '@korob/platform/relay-nudge'
import { sql } from '@korob/platform/sql'

export type FollowKind = 'moved' | 'renamed' | 'brand'

/** Has products follow a change of their category or brand, once it is committed. */
export const addFollowUp = (tx: Transaction, kind: FollowKind, key: string): Promise<number> =>
  tx.run(sql`insert into follow_up (kind, key) values (${kind}, ${key})`)

/** Products taken along in one transaction: each is written anew, search text and all. */
const batchSize = 500

/** What products follow by themselves; `search` is none of an operator's changes, so nobody waits for it. */
type Tasks = 'changes' | 'search'

/** @returns whether all that a task has to take along have followed */
const takeAlongFor = async (id: string, deadlineMs: number): Promise<boolean> => {
  for (;;) {
    if (Date.now() >= deadlineMs) return false
    const { taken } = await database.one<{ taken: number }>(
      sql`select follow_category(${id}::uuid, ${batchSize}::int) as taken`,
    )
    if (taken > 0) nudgeRelay.request()
    if (taken < batchSize) return true
  }
}

/** One that can't be done holds up neither the others nor what its caller does next; it is told, and tried again. */
const triedFor = async (id: string, deadlineMs: number): Promise<boolean> => {
  try {
    return await takeAlongFor(id, deadlineMs)
  } catch (error) {
    logger.error('products can’t follow', { task: id, error: error as Error })
    count('followUpsFailed')
    return false
  }
}

const takeAlong = async (which: Tasks, deadlineMs: number): Promise<boolean> => {
  for (;;) {
    const tasks = await database.many<{ id: string }>(
      sql`select id from follow_up where (kind = 'search') = ${which === 'search'}::boolean order by id limit 20`,
    )
    let done = 0
    for (const { id } of tasks) {
      if (await triedFor(id, deadlineMs)) done += 1
    }
    if (done < tasks.length) return false
    // What another works on is left to it.
    if (tasks.length < 20) return true
  }
}

/** Takes products along until none is left or the time is up; answers whether all have followed. */
export const followUp = (deadlineMs: number): Promise<boolean> => takeAlong('changes', deadlineMs)

/** Makes anew what PostgreSQL's search knows of products, where a migration has changed how that is made. */
export const remakeForSearch = (deadlineMs: number): Promise<boolean> => takeAlong('search', deadlineMs)
