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
     from order_history h where h.order_id = o.id and h.kind = 'status') as history`

/** An order with its lines and history. */
export const readOrder = (orderId: string): Promise<ReadOrder | undefined> =>
  database.maybe<ReadOrder>(sql`
    select ${orderColumns}, ${historyColumn},
           (select extract(epoch from revoked_at)::float8 * 1000 from revoked_links r where r.order_id = o.id)
             as "linksRevokedAtMs"
      from orders o where o.id = ${orderId}`)

export interface HistoryEntry {
  version: number
  status: OrderStatus
  kind: 'status' | 'changed' | 'payment' | 'goods'
  at: string
  actor: string
  actorId: string | null
  reason: string | null
  details: Record<string, unknown> | null
  correlationId: string
}

export interface OrderForOperator extends OrderRow {
  ordered: { productId: string; quantity: number; cancelled: number; returned: number }[]
  history: HistoryEntry[]
  notes: { at: string; authorId: string; text: string }[]
  /** What of it waits for delivery's word. */
  pending: 'cancel' | 'remove' | null
}

/** All of an order. */
export const readOrderForOperator = (orderId: string): Promise<OrderForOperator | undefined> =>
  database.maybe<OrderForOperator>(sql`
    select ${orderColumns},
           (select jsonb_agg(jsonb_build_object('productId', l.product_id, 'quantity', l.quantity, 'cancelled', l.cancelled,
                                                'returned', l.returned) order by l.position)
              from order_lines l where l.order_id = o.id) as ordered,
           (select jsonb_agg(jsonb_build_object(
                     'version', h.version, 'status', h.status, 'kind', h.kind, 'at', h.happened_at, 'actor', h.actor,
                     'actorId', h.actor_id, 'reason', h.reason, 'details', h.details, 'correlationId', h.correlation_id)
                     order by h.version)
              from order_history h where h.order_id = o.id) as history,
           coalesce((select jsonb_agg(jsonb_build_object('at', n.at, 'authorId', n.author_id, 'text', n.text) order by n.id)
              from order_note n where n.order_id = o.id), '[]') as notes,
           (select kind from pending_change p where p.order_id = o.id) as pending
      from orders o where o.id = ${orderId}`)

/**
 * The order with this serial, if it was ordered with this phone, and from when on a link to it is not void: now at the
 * earliest. That one is made is written down.
 */
export const findByPhone = (serial: number, phone: string): Promise<{ orderId: string; linksFrom: Date } | undefined> =>
  database.maybe<{ orderId: string; linksFrom: Date }>(sql`
    with found as (
      select o.id, greatest(now(), r.revoked_at + interval '1 second') as links_from
        from orders o left join revoked_links r on r.order_id = o.id
       where o.serial = ${serial} and o.contact ->> 'phone' = ${phone} and o.erased_at is null),
    kept as (
      insert into order_links (order_id, issued_at, source) select id, date_trunc('second', links_from), 'lookup' from found
      on conflict do nothing)
    select id as "orderId", links_from as "linksFrom" from found`)
