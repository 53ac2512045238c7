import { currentContext } from '@korob/platform/context'
import type { Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { OrderStatus } from '../contract.ts'
import type { CancelReason, DeliveryFacts, OrderRow } from './order-row.ts'
import { orderColumns } from './order-row.ts'

export interface Move {
  orderId: string
  from: readonly OrderStatus[]
  to: OrderStatus
  actor: string
  cancelReason?: CancelReason
  delivery?: DeliveryFacts
}

/** Changes the order's state and writes its history entry; undefined if it isn't in one of the states `from`. */
export const moveOrder = (tx: Transaction, move: Move): Promise<OrderRow | undefined> =>
  tx.maybe<OrderRow>(sql`
    with o as (
      update orders
         set status = ${move.to}, version = version + 1, cancel_reason = ${move.cancelReason ?? null},
             delivery = case when ${move.delivery !== undefined}::boolean
                             then coalesce(delivery, '{}') || ${JSON.stringify(move.delivery ?? {})}::jsonb
                             else delivery end
       where id = ${move.orderId} and status = any(${move.from}::text[])
      returning *
    ), history as (
      insert into order_history (order_id, version, status, actor, reason, correlation_id)
      select id, version, status, ${move.actor}, cancel_reason, ${currentContext().correlationId} from o
    )
    select ${orderColumns} from o`)

export const readStatus = (tx: Transaction, orderId: string): Promise<{ status: OrderStatus } | undefined> =>
  tx.maybe<{ status: OrderStatus }>(sql`select status from orders where id = ${orderId}`)

/** Keeps newer facts of the delivery of an order that stays in its state. */
export const noteDelivery = (tx: Transaction, orderId: string, facts: DeliveryFacts): Promise<number> =>
  tx.run(sql`
    update orders set delivery = coalesce(delivery, '{}') || ${JSON.stringify(facts)}::jsonb where id = ${orderId}`)
