import { database } from '@korob/platform/database'
import { joinSql, rawSql, type Sql, sql } from '@korob/platform/sql'
import type { OrderStatus, PaymentState } from '../contract.ts'
import type { Goods, OrderRow } from './order-row.ts'

/** What is asked of a list of orders; all of it must hold. */
export interface OrderFilter {
  status?: OrderStatus | undefined
  /** Placed at this instant or later. */
  from?: string | undefined
  /** Placed before. */
  to?: string | undefined
  slotId?: string | undefined
  phone?: string | undefined
  serial?: number | undefined
  courierId?: string | undefined
  /**
   * refund: cancelled and paid. goods: cancelled, and its goods on the road. delivery: no courier is found though ten minutes
   * have passed, or nobody tries again what failed.
   */
  needs?: 'refund' | 'goods' | 'delivery' | undefined
}

/** The last order of the page before. */
export interface OrderPlace {
  placedAt: string
  serial: number
}

export interface ListedOrder {
  id: string
  serial: number
  status: OrderStatus
  /** To the microsecond, as the next page needs it. */
  placedAt: string
  name: string
  phone: string
  totalMinor: number
  currency: OrderRow['currency']
  paymentMethod: OrderRow['paymentMethod']
  paymentState: PaymentState
  goods: Goods
  slot: OrderRow['slot']
  courier: { id: string; firstName: string } | null
}

const needs: Record<NonNullable<OrderFilter['needs']>, Sql> = {
  refund: rawSql(`status = 'cancelled' and payment_state = 'paid'`),
  goods: rawSql(`status = 'cancelled' and goods = 'out'`),
  // Whatever the reason: an address that is not on the map, no courier with room, news that does not come through.
  delivery: rawSql(`status in ('confirmed', 'delivery_failed')
                and case status when 'confirmed' then placed_at < now() - interval '10 minutes'
                                else delivery #>> '{failure,triedAgain}' is distinct from 'true'
                                     and delivery ->> 'isBack' is distinct from 'true' end`),
}

/** The statement, apart from its running: a test looks at how it is planned. */
export const listOrdersStatement = (filter: OrderFilter, after: OrderPlace | undefined, limit: number): Sql => {
  const conditions = [
    filter.status && sql`status = ${filter.status}`,
    filter.from && sql`placed_at >= ${filter.from}::timestamptz`,
    filter.to && sql`placed_at < ${filter.to}::timestamptz`,
    filter.slotId && sql`slot ->> 'id' = ${filter.slotId}`,
    filter.phone && sql`contact ->> 'phone' = ${filter.phone}`,
    filter.serial !== undefined && sql`serial = ${filter.serial}`,
    filter.courierId && sql`delivery is not null and delivery #>> '{courier,id}' = ${filter.courierId}`,
    filter.needs && needs[filter.needs],
    after && sql`(placed_at, serial) < (${after.placedAt}::timestamptz, ${after.serial}::bigint)`,
  ].filter((one): one is Sql => typeof one === 'object')
  return sql`
    select id, serial, status, to_char(placed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "placedAt",
           contact ->> 'name' as name, contact ->> 'phone' as phone, total_minor as "totalMinor", currency,
           payment_method as "paymentMethod", payment_state as "paymentState", goods, slot, delivery -> 'courier' as courier
      from orders
     where ${conditions.length > 0 ? joinSql(conditions, ' and ') : rawSql('true')}
     order by placed_at desc, serial desc
     limit ${limit}`
}

/** Orders, the latest first. */
export const listOrders = (filter: OrderFilter, after: OrderPlace | undefined, limit: number): Promise<ListedOrder[]> =>
  database.many<ListedOrder>(listOrdersStatement(filter, after, limit))
