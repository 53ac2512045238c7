import type { Transaction } from '@korob/platform/database'
import type { EventOf } from '@korob/platform/events'
import { publish } from '@korob/platform/outbox'
import type { stockConfirmed, stockRejected } from '../../catalog/contract.ts'
import { orderCancelled, orderConfirmed } from '../contract.ts'
import { orderNumber } from '../domain/order-number.ts'
import { weightOfItems } from '../domain/totals.ts'
import type { CancelReason, OrderRow } from '../store/order-row.ts'
import { advance } from './advance.ts'

const factsOf = ({ id, serial, contact, language, totalMinor, currency }: OrderRow) => ({
  orderId: id,
  number: orderNumber(serial),
  contact: { name: contact.name, phone: contact.phone },
  language,
  totalMinor,
  currency,
})

/** The goods are sold to the order: it is confirmed, and delivery plans it. */
export const confirmOrder = async (event: EventOf<typeof stockConfirmed>, tx: Transaction): Promise<undefined> => {
  const { orderId } = event.data
  const result = await advance(tx, { orderId, to: 'confirmed', actor: 'catalog' })
  if (!('moved' in result)) return
  const { moved } = result
  await publish(tx, orderConfirmed, orderId, moved.version, {
    ...factsOf(moved),
    address: moved.address,
    slot: moved.slot,
    attempt: moved.attempt,
    weightGrams: weightOfItems(moved.items),
    items: moved.items.map(({ name, quantity }) => ({ name, quantity })),
    paymentMethod: moved.paymentMethod,
    ...(moved.comment === null ? {} : { comment: moved.comment }),
  })
}

export const cancelOrder = async (
  tx: Transaction,
  orderId: string,
  actor: string,
  cancelReason: CancelReason,
): Promise<void> => {
  const result = await advance(tx, { orderId, to: 'cancelled', actor, cancelReason })
  if (!('moved' in result)) return
  const { moved } = result
  await publish(tx, orderCancelled, orderId, moved.version, { ...factsOf(moved), reason: cancelReason })
}

/** The reservation had expired and the goods are gone. */
export const rejectOrder = async (event: EventOf<typeof stockRejected>, tx: Transaction): Promise<undefined> => {
  await cancelOrder(tx, event.data.orderId, 'catalog', 'out_of_stock')
}
