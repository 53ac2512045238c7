import { database, type Transaction } from '@korob/platform/database'
import type { Language } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'

export interface SignIn {
  id: string
  phone: string
  language: Language
}

export const maxAttempts = 5

export const insertSignIn = (
  tx: Transaction,
  { id, phone, language }: SignIn,
  codeHash: Buffer,
  expiresAt: Date,
): Promise<number> =>
  tx.run(sql`
    insert into sign_ins (id, phone, language, code_hash, expires_at)
    values (${id}, ${phone}, ${language}, ${codeHash}, ${expiresAt})`)

/** Whose sign-in it is, while its code may still be tried. */
export const readOpenSignIn = (id: string): Promise<(SignIn & { expiresAt: Date }) | undefined> =>
  database.maybe<SignIn & { expiresAt: Date }>(sql`
    select id, phone, language, expires_at as "expiresAt" from sign_ins
     where id = ${id} and used_at is null and attempts < ${maxAttempts} and expires_at > now()`)

/**
 * Counts a try, if there is one left, and answers what it is to be compared with. The row stays locked until the
 * transaction ends: however many try at once, each is counted and one alone can be right.
 */
export const takeAttempt = (tx: Transaction, id: string): Promise<(SignIn & { codeHash: Buffer }) | undefined> =>
  tx.maybe<SignIn & { codeHash: Buffer }>(sql`
    update sign_ins set attempts = attempts + 1
     where id = ${id} and used_at is null and attempts < ${maxAttempts} and expires_at > now()
    returning id, phone, language, code_hash as "codeHash"`)

export const markUsed = (tx: Transaction, id: string): Promise<number> =>
  tx.run(sql`update sign_ins set used_at = now() where id = ${id}`)

export const deleteOldSignIns = (): Promise<number> =>
  database.run(sql`delete from sign_ins where expires_at < now() - interval '1 hour'`)
