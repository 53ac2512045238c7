import { database, type Transaction } from '@korob/platform/database'
import { rawSql, sql } from '@korob/platform/sql'
import type { Addressee, Kind } from '../domain/admission.ts'

/** A number, as it gets texts of one kind. */
export interface Line {
  phone: string
  kind: Kind
}

const columnsOf = (lines: readonly Line[]) =>
  sql`${lines.map(({ phone }) => phone)}::text[], ${lines.map(({ kind }) => kind)}::text[]`

// A number that got no text yet has no row that could be locked.
const lockOf = rawSql('hashtextextended(kind || phone, 0)')

const inOrder = (lines: readonly Line[]) => sql`
  select phone, kind from unnest(${columnsOf(lines)}) as wanted (phone, kind) order by phone, kind`

/** Locks those numbers that no other transaction has, without waiting. @returns them */
export const reserveAddressees = (tx: Transaction, lines: readonly Line[]): Promise<Line[]> =>
  tx.many(sql`
    with wanted as materialized (${inOrder(lines)}),
    free as materialized (select phone, kind from wanted where pg_try_advisory_xact_lock(${lockOf})),
    locked as materialized (
      select limits.phone, limits.kind from text_limits as limits join free using (phone, kind)
       order by limits.phone, limits.kind for update of limits skip locked)
    select phone, kind from free
     where (phone, kind) in (select phone, kind from locked)
        or not exists (select from text_limits as known where known.phone = free.phone and known.kind = free.kind)`)

/**
 * What is known of numbers, each once, and the moment it is. Texts of a kind to one number wait here for each other, so that
 * none is counted twice or not at all. By the clock and not by the transaction's time: who waited would count from before the
 * wait. For the same reason it is looked at by a statement of its own, once the numbers are locked.
 */
export const lockAddressees = async (
  tx: Transaction,
  lines: readonly Line[],
): Promise<(Line & Addressee & { nowMs: number })[]> => {
  await tx.run(sql`
    with wanted as materialized (${inOrder(lines)}) select pg_advisory_xact_lock(${lockOf}) from wanted`)
  return tx.many(sql`
    with wanted as materialized (${inOrder(lines)}),
    known as materialized (
      select limits.phone, limits.kind, limits.full_at from text_limits as limits join wanted using (phone, kind)
       order by limits.phone, limits.kind for update of limits)
    select phone, kind, (extract(epoch from coalesce(known.full_at, now())) * 1000)::float8 as "fullAtMs",
           (extract(epoch from clock_timestamp()) * 1000)::float8 as "nowMs",
           exists (select from blocked_numbers where blocked_numbers.phone = wanted.phone) as "isBlocked",
           exists (select from opt_outs where opt_outs.phone = wanted.phone) as "hasOptedOut"
      from wanted left join known using (phone, kind)`)
}

/** Keeps when numbers that are locked have their whole allowance again. */
export const keepLimits = (tx: Transaction, lines: readonly (Line & { fullAtMs: number })[]): Promise<number> =>
  tx.run(sql`
    insert into text_limits (phone, kind, full_at)
    select phone, kind, to_timestamp(full_at_ms / 1000)
      from unnest(${columnsOf(lines)}, ${lines.map(({ fullAtMs }) => fullAtMs)}::float8[]) as used (phone, kind, full_at_ms)
     order by phone, kind
    on conflict (phone, kind) do update set full_at = excluded.full_at`)

/** Forgets numbers that have their whole allowance: they would be counted the same without. */
export const deleteUsedUp = (): Promise<number> =>
  database.run(sql`
    delete from text_limits where (phone, kind) in (
      select phone, kind from text_limits where full_at < now() order by phone, kind limit 1000 for update skip locked)`)
