import { database } from '@korob/platform/database'
import { type Sql, sql } from '@korob/platform/sql'
import type { OrderStatus } from '../contract.ts'
import { type OrderRow, orderColumns } from './order-row.ts'

export interface OrderWithHistory extends OrderRow {
  history: { status: OrderStatus; at: string; reason: string | null }[]
}

/** An order as it is read alone. */
export interface ReadOrder extends OrderWithHistory {
  /** Links made until then are void, milliseconds since 1970; Infinity: all are. */
  linksRevokedAtMs: number | null
}

/** The part of its history that its shopper may see. */
export const historyColumn: Sql = sql`
  (select jsonb_agg(jsonb_build_object('status', h.status, 'at', h.happened_at, 'reason', h.reason) order by h.version)
     from order_history h where h.order_id = o.id) as history`

/** An order with its lines and history. */
export const readOrder = (orderId: string): Promise<ReadOrder | undefined> =>
  database.maybe<ReadOrder>(sql`
    select ${orderColumns}, ${historyColumn},
           (select extract(epoch from revoked_at)::float8 * 1000 from revoked_links r where r.order_id = o.id)
             as "linksRevokedAtMs"
      from orders o where o.id = ${orderId}`)

/** Id of the order with this serial, if it was ordered with this phone. */
export const findByPhone = async (serial: number, phone: string): Promise<string | undefined> => {
  const found = await database.maybe<{ id: string }>(sql`
    select id from orders where serial = ${serial} and contact ->> 'phone' = ${phone} and erased_at is null`)
  return found?.id
}
