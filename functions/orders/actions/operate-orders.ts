import { invalidField, Problem } from '@korob/platform/errors'
import type { FeeRule } from '../../delivery/contract.ts'
import type { Delivery } from '../calls/delivery.ts'
import { orderCursor, readOrderCursor } from '../domain/order-cursor.ts'
import { orderNumber, readOrderNumber } from '../domain/order-number.ts'
import type { Removal } from '../domain/removals.ts'
import { mayCancel, mayShrink } from '../domain/transitions.ts'
import { type ListedOrder, listOrders, type OrderFilter } from '../store/list-orders.ts'
import { type OrderForOperator, readOrder, readOrderForOperator } from '../store/read-order.ts'
import { cancelOrder, removeLines } from './grant-wish.ts'
import { orderView } from './show-order.ts'

const listedView = ({ id, serial, name, phone, courier, paymentMethod, paymentState, ...order }: ListedOrder) => ({
  ...order,
  payment: { method: paymentMethod, state: paymentState },
  orderId: id,
  number: orderNumber(serial),
  placedAt: new Date(order.placedAt).toISOString(),
  contact: { name, phone },
  ...(courier ? { courier } : { courier: null }),
})

export interface OrderQuery extends Omit<OrderFilter, 'serial'> {
  number?: string | undefined
  cursor?: string | undefined
  limit: number
}

const serialOf = (number: string): number => {
  const serial = readOrderNumber(number)
  if (serial === undefined) throw invalidField('number', 'is no order number: a digit is wrong')
  return serial
}

/** A page of orders, the latest first. @throws Problem invalid_request */
export const findOrders = async ({ number, cursor, limit, ...filter }: OrderQuery) => {
  const serial = number === undefined ? undefined : serialOf(number)
  const after = cursor === undefined ? undefined : readOrderCursor(cursor)
  // One more tells whether there is a next page.
  const found = await listOrders({ ...filter, serial }, after, limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    orders: page.map(listedView),
    nextCursor: found.length > limit && last ? orderCursor(last) : null,
  }
}

const historyView = ({ actorId, reason, details, at, ...entry }: OrderForOperator['history'][number]) => ({
  ...entry,
  at: new Date(at).toISOString(),
  actorId,
  reason,
  details,
})

/** All of an order, as operators see it. @throws Problem not_found */
export const showOrderToOperator = async (orderId: string) => {
  const order = await readOrderForOperator(orderId)
  if (!order) throw new Problem('not_found')
  const { mayCancel: _, history: __, ...shown } = orderView({ ...order, history: [] })
  return {
    ...shown,
    contact: order.contact,
    accountId: order.accountId,
    ordered: order.ordered,
    goods: order.goods,
    pending: order.pending,
    may: {
      cancel: mayCancel(order.status, 'operator'),
      removeLines: mayShrink(order.status) && order.paymentState === 'due' && order.goods === 'in_shop',
      pay: order.status !== 'cancelled' && order.paymentState === 'due' && order.pending !== 'remove',
      refund: order.status === 'cancelled' && order.paymentState === 'paid',
      takeBack: order.status === 'cancelled' && (order.goods === 'out' || order.goods === 'lost'),
    },
    history: order.history.map(historyView),
    notes: order.notes.map((note) => ({ ...note, at: new Date(note.at).toISOString() })),
  }
}

const said = (comment: string | undefined) => (comment ? { comment } : {})

export const cancelByOperator = (
  orderId: string,
  operatorId: string,
  comment: string | undefined,
  delivery: Delivery,
) => cancelOrder(orderId, { by: { actor: 'operator', actorId: operatorId }, details: said(comment) }, delivery)

/** The zone's rule, where delivery knows the address. What it doesn't know is delivered at what was promised. */
const ruleFor = async (orderId: string, delivery: Delivery): Promise<FeeRule | undefined> => {
  const order = await readOrder(orderId)
  if (!order) throw new Problem('not_found')
  try {
    return (await delivery.quoteFee({ address: order.address })).fee
  } catch (error) {
    if (error instanceof Problem && (error.code === 'out_of_zone' || error.code === 'invalid_request')) return undefined
    throw error
  }
}

export interface RemovalRequest {
  lines: Removal[]
  /** The shop's fault costs the shopper nothing; a shopper who wants less may lose free delivery. */
  wish: 'shop' | 'shopper'
  comment?: string | undefined
}

export const removeByOperator = async (
  orderId: string,
  operatorId: string,
  { lines, wish, comment }: RemovalRequest,
  delivery: Delivery,
): Promise<void> => {
  const feeRule = wish === 'shopper' ? await ruleFor(orderId, delivery) : undefined
  const by = { actor: 'operator', actorId: operatorId } as const
  await removeLines(orderId, { by, removals: lines, feeRule, details: { wish, ...said(comment) } }, delivery)
}

export const rescheduleByOperator = async (
  orderId: string,
  operatorId: string,
  slotId: string | undefined,
  delivery: Delivery,
): Promise<void> => {
  if (!(await readOrder(orderId))) throw new Problem('not_found')
  await delivery.reschedule({ orderId, slotId, operatorId })
}
