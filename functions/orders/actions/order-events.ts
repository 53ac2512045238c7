import type { Transaction } from '@korob/platform/database'
import { publish } from '@korob/platform/outbox'
import { orderCancelled } from '../contract.ts'
import { goodsOf } from '../domain/goods.ts'
import { orderNumber } from '../domain/order-number.ts'
import type { OrderRow } from '../store/order-row.ts'

/** What every event of an order says. */
export const factsOf = ({ id, serial, contact, language, totalMinor, currency }: OrderRow) => ({
  orderId: id,
  number: orderNumber(serial),
  contact: { name: contact.name, phone: contact.phone },
  language,
  totalMinor,
  currency,
})

/** Says that the order, which was moved there in this transaction, is cancelled. */
export const publishCancelled = async (tx: Transaction, order: OrderRow): Promise<void> => {
  const { id, version, cancelReason, goods } = order
  if (cancelReason === null) throw new Error('a cancelled order has a reason')
  await publish(tx, orderCancelled, id, version, {
    ...factsOf(order),
    reason: cancelReason,
    ...(goods === 'out' ? { goodsOut: true, items: goodsOf(order.items) } : {}),
  })
}
