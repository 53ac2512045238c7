import { currentContext } from '@korob/platform/context'
import { database, type Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { Removal } from '../domain/removals.ts'
import type { Author } from './move-order.ts'
import type { CancelReason } from './order-row.ts'

/** What somebody wants of an order that delivery has to agree to. */
export type Wish =
  | { kind: 'cancel'; cancelReason: CancelReason }
  | { kind: 'remove'; removals: Removal[]; deliveryFeeMinor: number }

/** Whose wish it is, and about which order. */
export type NewWish = Wish & {
  orderId: string
  by: Author
  details: Record<string, unknown>
}

export type PendingChange = NewWish & { id: string; correlationId: string }

interface Row {
  id: string
  orderId: string
  kind: Wish['kind']
  cancelReason: CancelReason | null
  removals: Removal[] | null
  deliveryFeeMinor: number | null
  actor: Author['actor']
  actorId: string | null
  details: Record<string, unknown> | null
  correlationId: string
}

const columns = sql`
  id, order_id as "orderId", kind, cancel_reason as "cancelReason", removals, delivery_fee_minor as "deliveryFeeMinor", actor,
  actor_id as "actorId", details, correlation_id as "correlationId"`

const pendingOf = (row: Row): PendingChange => {
  const { id, orderId, correlationId, actor, actorId, kind, cancelReason, removals, deliveryFeeMinor } = row
  const common = {
    id,
    orderId,
    correlationId,
    by: { actor, actorId: actorId ?? undefined },
    details: row.details ?? {},
  }
  if (kind === 'cancel' && cancelReason) return { ...common, kind, cancelReason }
  if (kind === 'remove' && removals && deliveryFeeMinor !== null) return { ...common, kind, removals, deliveryFeeMinor }
  throw new Error('a pending change lacks what it is about')
}

/** Keeps a wish; false if the order, which is locked, has one already. */
export const keepWish = async (tx: Transaction, wish: NewWish): Promise<boolean> =>
  (await tx.run(sql`
    insert into pending_change (order_id, kind, cancel_reason, removals, delivery_fee_minor, actor, actor_id, details, correlation_id)
    values (${wish.orderId}, ${wish.kind}, ${wish.kind === 'cancel' ? wish.cancelReason : null},
            ${wish.kind === 'remove' ? JSON.stringify(wish.removals) : null}::jsonb,
            ${wish.kind === 'remove' ? wish.deliveryFeeMinor : null}, ${wish.by.actor}, ${wish.by.actorId ?? null},
            ${JSON.stringify(wish.details)}::jsonb, ${currentContext().correlationId})
    on conflict do nothing`)) === 1

export const readWish = async (tx: Transaction, orderId: string): Promise<PendingChange | undefined> => {
  const row = await tx.maybe<Row>(sql`select ${columns} from pending_change where order_id = ${orderId}`)
  return row && pendingOf(row)
}

/** Ends a wish, granted or not; false if another process has. */
export const endWish = async (tx: Transaction, { id }: PendingChange): Promise<boolean> =>
  (await tx.run(sql`delete from pending_change where id = ${id}`)) === 1

/** Wishes that nobody seems to be working on, the oldest first. */
export const readLeftWishes = async (limit: number): Promise<PendingChange[]> =>
  (
    await database.many<Row>(sql`
      select ${columns} from pending_change where requested_at < now() - interval '30 seconds'
       order by requested_at limit ${limit}`)
  ).map(pendingOf)
