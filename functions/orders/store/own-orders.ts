import { database } from '@korob/platform/database'
import { type Sql, sql } from '@korob/platform/sql'
import { type OrderRow, orderColumns } from './order-row.ts'
import { historyColumn, type OrderWithHistory } from './read-order.ts'

/** An account's orders, newest first: ids are UUIDv7. @param before the last one that was listed */
export const listOwnOrders = (accountId: string, before: string | undefined, limit: number): Promise<OrderRow[]> =>
  database.many<OrderRow>(sql`
    select ${orderColumns} from orders o
     where o.account_id = ${accountId} and (${before ?? null}::uuid is null or o.id < ${before ?? null}::uuid)
     order by o.id desc limit ${limit}`)

const afterOf = (after: string | undefined): Sql => (after === undefined ? sql`true` : sql`o.id > ${after}::uuid`)

/** The same with their histories, oldest first. */
export const listWholeOrders = (
  accountId: string,
  after: string | undefined,
  limit: number,
): Promise<OrderWithHistory[]> =>
  database.many<OrderWithHistory>(sql`
    select ${orderColumns}, ${historyColumn} from orders o
     where o.account_id = ${accountId} and ${afterOf(after)} order by o.id limit ${limit}`)
