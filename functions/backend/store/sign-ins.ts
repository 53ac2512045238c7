import { database, type Transaction } from '@korob/platform/database'
import type { Language } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'

export interface SignIn {
  id: string
  phone: string
  language: Language
}

export const maxAttempts = 5

/** A code that whoever has the phone may use, whoever had asked for it. */
export interface Spare {
  hash: Buffer
  until: Date
}

export const insertSignIn = (
  tx: Transaction,
  { id, phone, language }: SignIn,
  codeHash: Buffer,
  expiresAt: Date,
  spare?: Spare,
): Promise<number> =>
  tx.run(sql`
    insert into sign_ins (id, phone, language, code_hash, expires_at, spare_hash, spare_until)
    values (${id}, ${phone}, ${language}, ${codeHash}, ${expiresAt}, ${spare?.hash ?? null}, ${spare?.until ?? null})`)

/** Spare codes that were sent to a phone, and are still to be used: few, for few texts are sent to one. */
export const readSpares = (phone: string): Promise<(SignIn & { hash: Buffer })[]> =>
  database.many<SignIn & { hash: Buffer }>(sql`
    select id, phone, language, spare_hash as hash from sign_ins
     where phone = ${phone} and spare_hash is not null and spare_until > now() and used_at is null`)

/** False: somebody else was quicker, or its time is over. */
export const takeSpare = async (tx: Transaction, id: string): Promise<boolean> =>
  (await tx.run(sql`
    update sign_ins set used_at = now() where id = ${id} and used_at is null and spare_until > now()`)) === 1

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
  database.run(sql`
    delete from sign_ins
     where expires_at < now() - interval '1 hour' and (spare_until is null or spare_until < now())`)
