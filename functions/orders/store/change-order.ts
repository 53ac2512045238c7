import { currentContext } from '@korob/platform/context'
import type { Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { PaymentState } from '../contract.ts'
import type { LineRemovals } from '../domain/removals.ts'
import type { Author } from './move-order.ts'
import { type OrderRow, orderColumns } from './order-row.ts'

/** What happens to a locked order that stays in its state. */
export interface Entry {
  kind: 'changed' | 'payment' | 'goods'
  by: Author
  details: Readonly<Record<string, unknown>>
}

/** Writes a line of the order's history; its version, which the statement before has raised, is the line's. */
const writeEntry = (tx: Transaction, orderId: string, { kind, by, details }: Entry): Promise<number> =>
  tx.run(sql`
    insert into order_history (order_id, version, status, kind, actor, actor_id, details, correlation_id)
    select id, version, status, ${kind}, ${by.actor}, ${by.actorId ?? null}, ${JSON.stringify(details)}::jsonb,
           ${currentContext().correlationId}
      from orders where id = ${orderId}`)

const read = (tx: Transaction, orderId: string): Promise<OrderRow> =>
  tx.one<OrderRow>(sql`select ${orderColumns} from orders o where o.id = ${orderId}`)

/** Takes pieces out of lines; the sums are those of what remains. */
export const removeFromOrder = async (
  tx: Transaction,
  orderId: string,
  removed: LineRemovals,
  sums: { itemsMinor: number; deliveryFeeMinor: number },
  entry: Entry,
): Promise<OrderRow> => {
  await tx.run(sql`
    update order_lines as line set cancelled = cancelled + gone.quantity
      from (select position, sum(quantity)::integer as quantity
              from unnest(${removed.map(({ position }) => position)}::smallint[],
                          ${removed.map(({ quantity }) => quantity)}::integer[]) as one (position, quantity)
             group by position) as gone
     where line.order_id = ${orderId} and line.position = gone.position`)
  await tx.run(sql`
    update orders
       set items_minor = ${sums.itemsMinor}, delivery_fee_minor = ${sums.deliveryFeeMinor},
           total_minor = ${sums.itemsMinor + sums.deliveryFeeMinor}, version = version + 1
     where id = ${orderId}`)
  await writeEntry(tx, orderId, entry)
  return read(tx, orderId)
}

export const setPayment = async (
  tx: Transaction,
  orderId: string,
  state: PaymentState,
  entry: Entry,
): Promise<OrderRow> => {
  await tx.run(sql`update orders set payment_state = ${state}, version = version + 1 where id = ${orderId}`)
  await writeEntry(tx, orderId, entry)
  return read(tx, orderId)
}

/** The goods of a cancelled order are back; `returned` of each line can be sold again. */
export const takeGoodsBack = async (
  tx: Transaction,
  orderId: string,
  returned: LineRemovals,
  entry: Entry,
): Promise<OrderRow> => {
  await tx.run(sql`
    update order_lines as line set returned = back.quantity
      from (select position, sum(quantity)::integer as quantity
              from unnest(${returned.map(({ position }) => position)}::smallint[],
                          ${returned.map(({ quantity }) => quantity)}::integer[]) as one (position, quantity)
             group by position) as back
     where line.order_id = ${orderId} and line.position = back.position`)
  await tx.run(sql`update orders set goods = 'back', version = version + 1 where id = ${orderId}`)
  await writeEntry(tx, orderId, entry)
  return read(tx, orderId)
}

/** The goods of a cancelled order are lost: nobody waits for them to come back. */
export const writeOffGoods = async (tx: Transaction, orderId: string, entry: Entry): Promise<void> => {
  await tx.run(sql`update orders set goods = 'lost', version = version + 1 where id = ${orderId}`)
  await writeEntry(tx, orderId, entry)
}

/** An operator's note. It is no change of the order: it has no version. False for an order whose person was forgotten. */
export const addNote = async (tx: Transaction, orderId: string, authorId: string, text: string): Promise<boolean> =>
  (await tx.run(sql`
    insert into order_note (order_id, author_id, text, correlation_id)
    select id, ${authorId}, ${text}, ${currentContext().correlationId} from orders
     where id = ${orderId} and erased_at is null`)) === 1
