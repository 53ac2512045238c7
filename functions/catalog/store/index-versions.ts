import type { Database, Transaction } from '@korob/platform/database'
import { type Sql, sql } from '@korob/platform/sql'
import type { Wanted } from './search-indices.ts'

/**
 * What an index should hold of a product. `shown`: its document; `tombstone`: that it left the shop, lest a writer who
 * was held up brings it back; `gone`: nothing, since it left so long ago that no such writer can be left.
 */
export type Standing = 'shown' | 'tombstone' | 'gone'

export interface IndexVersion extends Wanted {
  standing: Standing
}

/** Days a tombstone is kept. A writer lives half a minute; a message that comes late is no danger, it reads anew. */
export const tombstoneDays = 1

/** Of `product as p`. */
export const isGone: Sql = sql`
  (not (p.published and p.deleted_at is null) and p.updated_at < now() - ${tombstoneDays} * interval '1 day')`

const columns = sql`
  s.product_id as id, s.index_version as version,
  case when p.published and p.deleted_at is null then 'shown' when ${isGone} then 'gone' else 'tombstone' end as standing`

/** Products in id order, from after `cursor` on. */
export const readVersionsAfter = (db: Database, cursor: string | null, limit: number): Promise<IndexVersion[]> =>
  db.many<IndexVersion>(sql`
    select ${columns} from stock as s join product as p on p.id = s.product_id
     where s.product_id > ${cursor ?? '00000000-0000-0000-0000-000000000000'} order by s.product_id limit ${limit}`)

export const readVersionsOf = (db: Database, ids: readonly string[]): Promise<IndexVersion[]> =>
  db.many<IndexVersion>(sql`
    select ${columns} from stock as s join product as p on p.id = s.product_id where s.product_id = any (${ids}::uuid[])`)

/**
 * Those of the products that were changed after work on an index was begun: what it lacks of them may still be on its way,
 * behind however many others. A minute before counts too, for transactions that were open then.
 */
export const changedSinceBegun = async (db: Database, ids: readonly string[], index: string): Promise<string[]> =>
  (
    await db.many<{ id: string }>(sql`
      select wanted as id from unnest(${ids}::uuid[]) as wanted
       where exists (select from outbox
                      where subject = wanted::text and carrier = 'sqs'
                        and created_at > (select created_at - interval '1 minute' from search_index where name = ${index}))`)
  ).map(({ id }) => id)

/**
 * Raises versions above those that an index has, as after the database was restored from a backup: the index would refuse
 * every change until the old count is reached again. The outbox tells the indexer.
 */
export const overtakeVersions = async (tx: Transaction, ahead: readonly Wanted[]): Promise<void> => {
  const ids = ahead.map(({ id }) => id)
  await tx.run(sql`select lock_stock(${ids}::uuid[])`)
  await tx.run(sql`
    update stock set index_version = greatest(stock.index_version, ahead.version)
      from unnest(${ids}::uuid[], ${ahead.map(({ version }) => version)}::bigint[]) as ahead (id, version)
     where stock.product_id = ahead.id`)
  await tx.run(sql`select index_products(${ids}::uuid[])`)
}

export interface ReconcilerPlace {
  cursor: string | null
  suspects: Wanted[]
}

/** Where looking for drift has come to, locked for this transaction; undefined while somebody else looks. */
export const takeReconcilerPlace = (tx: Transaction): Promise<ReconcilerPlace | undefined> =>
  tx.maybe<ReconcilerPlace>(sql`select cursor, suspects from search_reconciler for update skip locked`)

/** `cursor` null: all products have been looked at. */
export const noteReconcilerPlace = (tx: Transaction, { cursor, suspects }: ReconcilerPlace): Promise<number> =>
  tx.run(sql`
    update search_reconciler
       set cursor = ${cursor}, suspects = ${JSON.stringify(suspects)}::jsonb,
           round_at = case when ${cursor}::uuid is null then clock_timestamp() else round_at end`)
