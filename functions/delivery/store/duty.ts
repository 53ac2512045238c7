import type { Database, Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'

export interface Duty {
  startedAt: Date
  endedAt: Date | null
}

/** Of this courier, the one that began last. */
export const readDuty = (db: Database, courierId: string): Promise<Duty | undefined> =>
  db.maybe<Duty>(sql`
    select started_at as "startedAt", ended_at as "endedAt" from duty
     where courier_id = ${courierId} order by started_at desc, ended_at desc nulls first limit 1`)

/** Begins one, unless one is open. */
export const beginDuty = (tx: Transaction, id: string, courierId: string, at: Date): Promise<number> =>
  tx.run(sql`
    insert into duty (id, courier_id, started_at) values (${id}, ${courierId}, ${at})
    on conflict (courier_id) where ended_at is null do nothing`)

export const endDuty = (tx: Transaction, courierId: string, at: Date): Promise<number> =>
  tx.run(sql`
    update duty set ended_at = greatest(started_at, ${at}) where courier_id = ${courierId} and ended_at is null`)
