import { database, type Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { Tokens } from '../domain/rotation.ts'

export type EndReason = 'signed_out' | 'signed_out_everywhere' | 'reused' | 'role_revoked' | 'ended_by_operator'

/** A session without use ends after this. */
export const idleDays = 60
/** And every session does after this: the phone must be proven anew. */
const longestDays = 365

const idle = sql`least(now() + ${idleDays} * interval '1 day', created_at + ${longestDays} * interval '1 day')`

export const insertSession = (tx: Transaction, id: string, accountId: string, tokenHash: Buffer): Promise<number> =>
  tx.run(sql`
    insert into sessions (id, account_id, token_hash, expires_at)
    values (${id}, ${accountId}, ${tokenHash}, now() + ${idleDays} * interval '1 day')`)

export interface SessionRow extends Tokens {
  accountId: string
  secondsSinceRotation: number
}

/** A session that goes on, locked: refreshes of one session are worked one after another. */
export const lockSession = (tx: Transaction, id: string): Promise<SessionRow | undefined> =>
  tx.maybe<SessionRow>(sql`
    select account_id as "accountId", token_hash as "tokenHash", previous_hash as "previousHash", nonce,
           extract(epoch from clock_timestamp() - rotated_at)::float8 as "secondsSinceRotation"
      from sessions where id = ${id} and ended_at is null and expires_at > now() for update`)

export const rotateSession = (
  tx: Transaction,
  id: string,
  { tokenHash, previousHash, nonce }: Tokens,
): Promise<number> =>
  tx.run(sql`
    update sessions
       set token_hash = ${tokenHash}, previous_hash = ${previousHash}, nonce = ${nonce}, rotated_at = clock_timestamp(),
           expires_at = ${idle}
     where id = ${id}`)

export const endSession = (tx: Transaction, id: string, reason: EndReason): Promise<number> =>
  tx.run(sql`update sessions set ended_at = now(), end_reason = ${reason} where id = ${id} and ended_at is null`)

export const endSessionsOfAccount = (accountId: string, reason: EndReason): Promise<number> =>
  database.run(sql`
    update sessions set ended_at = now(), end_reason = ${reason} where account_id = ${accountId} and ended_at is null`)

export interface SessionFacts {
  signedInAt: Date
  lastUsedAt: Date
  endedAt: Date | null
}

export const readSessions = (accountId: string): Promise<SessionFacts[]> =>
  database.many<SessionFacts>(sql`
    select created_at as "signedInAt", rotated_at as "lastUsedAt", ended_at as "endedAt"
      from sessions where account_id = ${accountId} order by created_at`)

/** An ended session is kept a while, to tell a reuse from nonsense in the logs. */
export const deleteOldSessions = (): Promise<number> =>
  database.run(sql`
    delete from sessions where expires_at < now() or ended_at < now() - interval '30 days'`)
