import { currentContext } from '@korob/platform/context'
import type { Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { OrderStatus } from '../contract.ts'
import type { CancelReason, DeliveryFacts, DeliverySlot, OrderRow } from './order-row.ts'
import { orderColumns } from './order-row.ts'

/** Who does something to an order: a person by their role, or the service whose event does. */
export interface Author {
  actor: 'shopper' | 'operator' | 'courier' | 'catalog' | 'delivery'
  /** None for a guest and for services. */
  actorId?: string | undefined
}

export interface Move {
  orderId: string
  from: readonly OrderStatus[]
  to: OrderStatus
  by: Author
  cancelReason?: CancelReason
  delivery?: DeliveryFacts
  slot?: DeliverySlot | undefined
  details?: Readonly<Record<string, unknown>>
  /** The goods leave the shop, or are known to have left it. */
  goodsOut?: boolean
  /** What was due is paid by this. */
  pays?: boolean
}

/** Changes the order's state and writes its history entry; undefined if it isn't in one of the states `from`. */
export const moveOrder = (tx: Transaction, move: Move): Promise<OrderRow | undefined> =>
  tx.maybe<OrderRow>(sql`
    with o as (
      update orders
         set status = ${move.to}, version = version + 1, cancel_reason = ${move.cancelReason ?? null},
             delivery = case when ${move.delivery !== undefined}::boolean
                             then coalesce(delivery, '{}') || ${JSON.stringify(move.delivery ?? {})}::jsonb
                             else delivery end,
             slot = slot || ${JSON.stringify(move.slot ?? {})}::jsonb,
             goods = case when ${move.goodsOut ?? false}::boolean then 'out' else goods end,
             payment_state = case when ${move.pays ?? false}::boolean and payment_state = 'due' then 'paid' else payment_state end
       where id = ${move.orderId} and status = any(${move.from}::text[])
      returning *
    ), history as (
      insert into order_history (order_id, version, status, actor, actor_id, reason, details, correlation_id)
      select id, version, status, ${move.by.actor}, ${move.by.actorId ?? null}, cancel_reason,
             ${move.details ? JSON.stringify(move.details) : null}::jsonb, ${currentContext().correlationId}
        from o
    )
    select ${orderColumns} from o`)

/** An order, locked. Its lines are read once it is: a statement that waited for a lock still sees other tables as before. */
export const lockOrder = async (tx: Transaction, orderId: string): Promise<OrderRow | undefined> => {
  await tx.run(sql`select from orders where id = ${orderId} for no key update`)
  return tx.maybe<OrderRow>(sql`select ${orderColumns} from orders o where o.id = ${orderId}`)
}

export const readStatus = (tx: Transaction, orderId: string): Promise<{ status: OrderStatus } | undefined> =>
  tx.maybe<{ status: OrderStatus }>(sql`select status from orders where id = ${orderId}`)

/** Keeps newer facts of the delivery of an order that stays in its state. */
export const noteDelivery = (
  tx: Transaction,
  orderId: string,
  facts: DeliveryFacts,
  slot: DeliverySlot | undefined,
): Promise<number> =>
  tx.run(sql`
    update orders
       set delivery = coalesce(delivery, '{}') || ${JSON.stringify(facts)}::jsonb, slot = slot || ${JSON.stringify(slot ?? {})}::jsonb
     where id = ${orderId}`)
