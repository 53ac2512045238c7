import { type Database, database, transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { Taken } from '../domain/limits.ts'

class Full extends Error {
  readonly waitSeconds: number

  constructor(waitSeconds: number) {
    super('a limit is reached')
    this.waitSeconds = waitSeconds
  }
}

const byKey = (a: Taken, b: Taken): number => (`${a.limit.name} ${a.key}` < `${b.limit.name} ${b.key}` ? -1 : 1)

/**
 * Takes one of each, or nothing at all. Two at once wait for each other on the row, so a burst is never exceeded. By the
 * clock and not by the transaction's time: who came first and got the row last would be refused for what others took.
 * @returns seconds until it may be tried again; 0: taken
 */
export const takeAll = async (wanted: readonly Taken[]): Promise<number> => {
  try {
    await transaction(async (tx) => {
      for (const { limit, key } of [...wanted].sort(byKey)) {
        const { burst, everySeconds } = limit
        const taken = await tx.run(sql`
          insert into rate_limits as known (name, key, full_at)
          values (${limit.name}, ${key}, clock_timestamp() + ${everySeconds} * interval '1 second')
          on conflict (name, key) do update
            set full_at = greatest(known.full_at, clock_timestamp()) + ${everySeconds} * interval '1 second'
            where known.full_at <= clock_timestamp() + ${(burst - 1) * everySeconds} * interval '1 second'`)
        if (taken === 1) continue
        throw new Full(Math.max(1, await waitOf({ limit, key }, tx)))
      }
    })
    return 0
  } catch (error) {
    if (error instanceof Full) return error.waitSeconds
    throw error
  }
}

/** Seconds until one more may be taken, which this doesn't do; 0: it may. */
export const waitOf = async (
  { limit: { name, burst, everySeconds }, key }: Taken,
  on: Database = database,
): Promise<number> => {
  const known = await on.maybe<{ seconds: number }>(sql`
    select greatest(0, ceil(extract(epoch from full_at - clock_timestamp()) - ${(burst - 1) * everySeconds}))::integer as seconds
      from rate_limits where name = ${name} and key = ${key}`)
  return known?.seconds ?? 0
}

/** Gives back what was taken, since it turned out not to count. */
export const giveBack = (taken: readonly Taken[]): Promise<void> =>
  transaction(async (tx) => {
    for (const { limit, key } of [...taken].sort(byKey))
      await tx.run(sql`
        update rate_limits set full_at = full_at - ${limit.everySeconds} * interval '1 second'
         where name = ${limit.name} and key = ${key}`)
  })

/** Forgets what has run out: it would be counted the same without. */
export const deleteUsedUp = (): Promise<number> => database.run(sql`delete from rate_limits where full_at < now()`)
