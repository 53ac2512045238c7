import type { Database, Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'

/** An id and the version of it that an index has to have reached. */
export interface Wanted {
  id: string
  version: number
}

export type IndexState = 'filling' | 'verifying' | 'switching' | 'serving' | 'previous' | 'retired' | 'refused'

export interface SearchIndex {
  name: string
  state: IndexState
  purpose: 'rebuild' | 'rollback'
  mappingHash: string
  cursor: string | null
  expected: number
  filled: number
  verified: number
  unsettled: Wanted[]
  reason: string | null
  /** Since filling or verifying last got on. */
  stillMs: number
}

export interface Target {
  name: string
  state: IndexState
}

const columns = sql`
  name, state, purpose, mapping_hash as "mappingHash", cursor, expected, filled, verified, unsettled, reason,
  (extract(epoch from clock_timestamp() - moved_at) * 1000)::float8 as "stillMs"`

const building = sql`state in ('filling', 'verifying', 'switching')`

/** The indices that changes are written to, the one in service first. */
export const findTargets = (db: Database): Promise<Target[]> =>
  db.many<Target>(sql`
    select name, state from search_index
     where state in ('serving', 'filling', 'verifying', 'switching', 'previous') order by state <> 'serving', name`)

/** The rebuild or rollback that is under way. */
export const findBuild = (db: Database): Promise<SearchIndex | undefined> =>
  db.maybe<SearchIndex>(sql`select ${columns} from search_index where ${building}`)

/** The same, locked for this transaction; undefined also while somebody else works on it. */
export const takeBuild = (tx: Transaction): Promise<SearchIndex | undefined> =>
  tx.maybe<SearchIndex>(sql`select ${columns} from search_index where ${building} for update skip locked`)

export const findIndex = (db: Database, name: string): Promise<SearchIndex | undefined> =>
  db.maybe<SearchIndex>(sql`select ${columns} from search_index where name = ${name}`)

/** The index in this state; for states of which there is one at most. */
export const findByState = (db: Database, state: 'serving' | 'previous'): Promise<SearchIndex | undefined> =>
  db.maybe<SearchIndex>(sql`select ${columns} from search_index where state = ${state}`)

/** Registers a new index to be filled; undefined when something is being built already. */
export const addBuild = (db: Database, mappingHash: string): Promise<SearchIndex | undefined> =>
  db.maybe<SearchIndex>(sql`
    insert into search_index (name, state, mapping_hash, expected)
    select 'products-' || to_char(clock_timestamp() at time zone 'utc', 'YYYYMMDDHH24MISSMS'), 'filling', ${mappingHash},
           (select count(*) from stock)
        on conflict do nothing
    returning ${columns}`)

/** Has the index that served before be verified and then served; undefined when none is kept, or something is being built. */
export const addRollback = (db: Database): Promise<SearchIndex | undefined> =>
  db.maybe<SearchIndex>(sql`
    update search_index
       set state = 'verifying', purpose = 'rollback', cursor = null, unsettled = '[]', reason = null, verified = 0,
           expected = (select count(*) from stock), moved_at = clock_timestamp()
     where state = 'previous' and not exists (select from search_index where ${building})
    returning ${columns}`)

/** Gives up what is being built, unless the alias is about to move. */
export const giveUp = (db: Database): Promise<number> =>
  db.run(sql`
    update search_index
       set state = case purpose when 'rollback' then 'previous' else 'refused' end, reason = 'given up by hand',
           unsettled = '[]', moved_at = clock_timestamp()
     where state in ('filling', 'verifying')`)

/** Until this transaction ends no other changes which index is what; who only reads is not held up. */
export const lockIndices = (tx: Transaction): Promise<number> =>
  tx.run(sql`lock table search_index in share row exclusive mode`)

/** Notes an index that serves though nobody registered it: what it holds isn't known. */
export const adoptServing = (tx: Transaction, name: string, mappingHash: string): Promise<number> =>
  tx.run(sql`
    insert into search_index (name, state, mapping_hash, served_at) values (${name}, 'serving', ${mappingHash}, clock_timestamp())
        on conflict (name) do update
       set state = 'serving', purpose = 'rebuild', served_at = clock_timestamp(), reason = null, removed_at = null`)

export const setState = (
  db: Database,
  name: string,
  state: IndexState,
  reason: string | null = null,
): Promise<number> =>
  db.run(sql`
    update search_index
       set state = ${state}, reason = ${reason}, moved_at = clock_timestamp(), unsettled = '[]',
           served_at = case when ${state} = 'serving' then clock_timestamp() else served_at end
     where name = ${name}`)

/** Sends an index into filling or verifying, from the first product on. */
export const beginPhase = (
  db: Database,
  name: string,
  state: 'filling' | 'verifying',
  purpose: SearchIndex['purpose'],
): Promise<number> =>
  db.run(sql`
    update search_index
       set state = ${state}, purpose = ${purpose}, cursor = null, unsettled = '[]', reason = null, verified = 0,
           filled = case when ${state} = 'filling' then 0 else filled end,
           expected = (select count(*) from stock), moved_at = clock_timestamp()
     where name = ${name}`)

export const noteFilled = (tx: Transaction, name: string, cursor: string, by: number): Promise<number> =>
  tx.run(sql`
    update search_index set cursor = ${cursor}, filled = filled + ${by}, moved_at = clock_timestamp() where name = ${name}`)

export const noteVerified = (tx: Transaction, name: string, cursor: string | null, by: number): Promise<number> =>
  tx.run(sql`
    update search_index
       set cursor = ${cursor}, verified = verified + ${by}, unsettled = '[]', moved_at = clock_timestamp()
     where name = ${name}`)

/** `moved`: some have settled since, so waiting goes on. */
export const noteUnsettled = (
  tx: Transaction,
  name: string,
  unsettled: readonly Wanted[],
  moved: boolean,
): Promise<number> =>
  tx.run(sql`
    update search_index
       set unsettled = ${JSON.stringify(unsettled)}::jsonb,
           moved_at = case when ${moved} then clock_timestamp() else moved_at end
     where name = ${name}`)

/** Indices that may be deleted from the engine. */
export const findRemovable = (db: Database): Promise<{ name: string }[]> =>
  db.many<{ name: string }>(sql`
    select name from search_index where state in ('retired', 'refused') and removed_at is null order by name`)

export const noteRemoved = (db: Database, name: string): Promise<number> =>
  db.run(sql`
    update search_index set removed_at = clock_timestamp() where name = ${name} and state in ('retired', 'refused')`)

/** What became of the last build, when none is under way. */
export const findLastEnded = (db: Database): Promise<SearchIndex | undefined> =>
  db.maybe<SearchIndex>(sql`select ${columns} from search_index where not (${building}) order by moved_at desc limit 1`)

// What made an index be refused may be over after an hour.
const refusedLately = sql`(state = 'refused' and moved_at > now() - interval '1 hour')`

/** Whether an index with this mapping was built and is not forgotten yet, or was refused within the hour. */
export const knowsMapping = async (db: Database, mappingHash: string): Promise<boolean> =>
  (
    await db.one<{ known: boolean }>(sql`
      select exists (select from search_index
                      where mapping_hash = ${mappingHash} and (state not in ('retired', 'refused') or ${refusedLately})) as known`)
  ).known

/** Whether a rebuild was refused within the hour. */
export const wasRefusedLately = async (db: Database): Promise<boolean> =>
  (
    await db.one<{ refused: boolean }>(sql`
      select exists (select from search_index where ${refusedLately}) as refused`)
  ).refused
