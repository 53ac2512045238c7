import { database, type Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { Addressee, Kind } from '../domain/admission.ts'

/** A number, as it gets texts of one kind. */
export interface Line {
  phone: string
  kind: Kind
}

const columnsOf = (lines: readonly Line[]) =>
  sql`${lines.map(({ phone }) => phone)}::text[], ${lines.map(({ kind }) => kind)}::text[]`

/**
 * What is known of numbers, each once, and the moment it is. Texts of a kind to one number wait here for each other, so that
 * none is counted twice or not at all. By the clock and not by the transaction's time: who waited would count from before the
 * wait.
 */
export const lockAddressees = (
  tx: Transaction,
  lines: readonly Line[],
): Promise<(Line & Addressee & { nowMs: number })[]> =>
  tx.many(sql`
    with known as (
      insert into text_limits as known (phone, kind, full_at)
      select phone, kind, now() from unnest(${columnsOf(lines)}) as wanted (phone, kind) order by phone, kind
      on conflict (phone, kind) do update set full_at = known.full_at
      returning phone, kind, full_at)
    select phone, kind, (extract(epoch from full_at) * 1000)::float8 as "fullAtMs",
           (extract(epoch from clock_timestamp()) * 1000)::float8 as "nowMs",
           exists (select from blocked_numbers where blocked_numbers.phone = known.phone) as "isBlocked",
           exists (select from opt_outs where opt_outs.phone = known.phone) as "hasOptedOut"
      from known`)

/** Keeps when numbers that are locked have their whole allowance again. */
export const keepLimits = (tx: Transaction, lines: readonly (Line & { fullAtMs: number })[]): Promise<number> =>
  tx.run(sql`
    update text_limits as kept set full_at = to_timestamp(used.full_at_ms / 1000)
      from unnest(${columnsOf(lines)}, ${lines.map(({ fullAtMs }) => fullAtMs)}::float8[]) as used (phone, kind, full_at_ms)
     where kept.phone = used.phone and kept.kind = used.kind`)

/** Forgets numbers that have their whole allowance: they would be counted the same without. */
export const deleteUsedUp = (): Promise<number> =>
  database.run(sql`
    delete from text_limits where (phone, kind) in (
      select phone, kind from text_limits where full_at < now() order by phone, kind limit 1000 for update skip locked)`)
