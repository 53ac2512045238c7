import { database, type Transaction } from '@korob/platform/database'
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

const takeAlong = async (which: Tasks, deadlineMs: number): Promise<boolean> => {
  for (;;) {
    const tasks = await database.many<{ id: string }>(
      sql`select id from follow_up where (kind = 'search') = ${which === 'search'}::boolean order by id limit 20`,
    )
    if (tasks.length === 0) return true
    for (const { id } of tasks) {
      let taken = batchSize
      while (taken === batchSize) {
        if (Date.now() >= deadlineMs) return false
        const { count } = await database.one<{ count: number }>(
          sql`select follow_category(${id}::uuid, ${batchSize}::int) as count`,
        )
        taken = count
        if (taken > 0 && which === 'changes') nudgeRelay.request()
      }
    }
    // What another works on is left to it.
    if (tasks.length < 20) return true
  }
}

/** Takes products along until none is left or the time is up; answers whether all have followed. */
export const followUp = (deadlineMs: number): Promise<boolean> => takeAlong('changes', deadlineMs)

/** Makes anew what PostgreSQL's search knows of products, where a migration has changed how that is made. */
export const remakeForSearch = (deadlineMs: number): Promise<boolean> => takeAlong('search', deadlineMs)
