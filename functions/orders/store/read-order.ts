import { database } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { OrderStatus } from '../contract.ts'
import { type OrderRow, orderColumns } from './order-row.ts'

export interface OrderWithHistory extends OrderRow {
  history: { status: OrderStatus; at: string; reason: string | null }[]
}

/** An order with its lines and the part of its history that its shopper may see. */
export const readOrder = (orderId: string): Promise<OrderWithHistory | undefined> =>
  database.maybe<OrderWithHistory>(sql`
    select ${orderColumns},
           (select jsonb_agg(jsonb_build_object('status', h.status, 'at', h.happened_at, 'reason', h.reason) order by h.version)
              from order_history h where h.order_id = o.id) as history
      from orders o where o.id = ${orderId}`)
