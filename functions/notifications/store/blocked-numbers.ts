import { type Database, database, type Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'

export interface BlockedNumber {
  id: string
  phone: string
  reason: string
  blockedBy: string
  blockedAt: Date
}

const columns = sql`id, phone, reason, blocked_by as "blockedBy", blocked_at as "blockedAt"`

/** The latest first, before the one with this id. */
export const selectBlocked = (limit: number, before?: string): Promise<BlockedNumber[]> =>
  database.many<BlockedNumber>(sql`
    select ${columns} from blocked_numbers
     where ${before ?? null}::uuid is null or id < ${before ?? null}::uuid
     order by id desc limit ${limit}`)

export const selectBlockedByPhone = (on: Database, phone: string): Promise<BlockedNumber | undefined> =>
  on.maybe<BlockedNumber>(sql`select ${columns} from blocked_numbers where phone = ${phone}`)

/** Undefined when it is blocked already. */
export const insertBlocked = (
  tx: Transaction,
  { id, phone, reason, blockedBy }: Omit<BlockedNumber, 'blockedAt'>,
): Promise<BlockedNumber | undefined> =>
  tx.maybe<BlockedNumber>(sql`
    insert into blocked_numbers (id, phone, reason, blocked_by) values (${id}, ${phone}, ${reason}, ${blockedBy})
    on conflict (phone) do nothing returning ${columns}`)

export const deleteBlocked = (tx: Transaction, id: string): Promise<number> =>
  tx.run(sql`delete from blocked_numbers where id = ${id}`)
