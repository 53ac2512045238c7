import type { Transaction } from '@korob/platform/database'
import type { EventOf } from '@korob/platform/events'
import { publish } from '@korob/platform/outbox'
import type { stockConfirmed, stockRejected } from '../../catalog/contract.ts'
import { orderConfirmed } from '../contract.ts'
import { weightOfItems } from '../domain/totals.ts'
import { advance } from './advance.ts'
import { factsOf, publishCancelled } from './order-events.ts'

/** The goods are sold to the order: it is confirmed, and delivery plans it. */
export const confirmOrder = async (event: EventOf<typeof stockConfirmed>, tx: Transaction): Promise<undefined> => {
  const { orderId } = event.data
  const result = await advance(tx, { orderId, to: 'confirmed', by: { actor: 'catalog' } })
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

/** The reservation had expired and the goods are gone. */
export const rejectOrder = async (event: EventOf<typeof stockRejected>, tx: Transaction): Promise<undefined> => {
  const { orderId } = event.data
  const move = { orderId, to: 'cancelled', by: { actor: 'catalog' }, cancelReason: 'out_of_stock' } as const
  const result = await advance(tx, move)
  if ('moved' in result) await publishCancelled(tx, result.moved)
}
