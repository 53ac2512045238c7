import { database, type Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { Addressee, Kind } from '../domain/admission.ts'

/**
 * What is known of a number, and the moment it is. Texts of a kind to one number wait here for each other, so that none is
 * counted twice or not at all. By the clock and not by the transaction's time: who waited would count from before the wait.
 */
export const lockAddressee = (tx: Transaction, phone: string, kind: Kind): Promise<Addressee & { nowMs: number }> =>
  tx.one(sql`
    with known as (
      insert into text_limits as known (phone, kind, full_at) values (${phone}, ${kind}, now())
      on conflict (phone, kind) do update set full_at = known.full_at
      returning full_at)
    select (extract(epoch from full_at) * 1000)::float8 as "fullAtMs",
           (extract(epoch from clock_timestamp()) * 1000)::float8 as "nowMs",
           exists (select from blocked_numbers where phone = ${phone}) as "isBlocked",
           exists (select from opt_outs where phone = ${phone}) as "hasOptedOut"
      from known`)

/** Counts one text more. */
export const keepLimit = (tx: Transaction, phone: string, kind: Kind, fullAtMs: number): Promise<number> =>
  tx.run(sql`
    update text_limits set full_at = to_timestamp(${fullAtMs / 1000}::float8) where phone = ${phone} and kind = ${kind}`)

/** Forgets numbers that have their whole allowance: they would be counted the same without. */
export const deleteUsedUp = (): Promise<number> =>
  database.run(sql`
    delete from text_limits where (phone, kind) in (
      select phone, kind from text_limits where full_at < now() order by phone, kind limit 1000 for update skip locked)`)
