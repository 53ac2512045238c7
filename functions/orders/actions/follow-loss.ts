import type { Transaction } from '@korob/platform/database'
import { TooEarly } from '@korob/platform/errors'
import type { EventOf } from '@korob/platform/events'
import type { deliveryLost } from '../../delivery/contract.ts'
import { writeOffGoods } from '../store/change-order.ts'
import { lockOrder, moveOrder } from '../store/move-order.ts'
import { publishCancelled } from './order-events.ts'

const by = { actor: 'delivery' } as const

/**
 * The parcel was lost on the road: its delivery has failed, the order is cancelled, its shopper told, and the goods are
 * written off. They stay sold in the ledger of stock: nothing comes back. Nothing is due of a cancelled order, and what was
 * paid is on the list of refunds.
 * @throws TooEarly while the news that it left is still on its way
 */
export const followLoss = async ({ data }: EventOf<typeof deliveryLost>, tx: Transaction): Promise<undefined> => {
  const { orderId } = data
  const found = await lockOrder(tx, orderId)
  if (!found) throw new TooEarly(`there is no order ${orderId}`)
  const entry = { kind: 'goods', by, details: { goods: 'lost' } } as const
  if (found.status === 'cancelled') {
    if (found.goods === 'out') await writeOffGoods(tx, orderId, entry)
    return
  }
  if (found.status === 'delivered') return
  await moveOrder(tx, { orderId, from: ['out_for_delivery'], to: 'delivery_failed', by, details: { why: 'lost' } })
  const moved = await moveOrder(tx, {
    orderId,
    from: ['delivery_failed'],
    to: 'cancelled',
    by,
    cancelReason: 'lost',
    goodsOut: true,
  })
  if (!moved) throw new TooEarly(`order is ${found.status}, not yet out_for_delivery`)
  await publishCancelled(tx, moved)
  await writeOffGoods(tx, orderId, entry)
}
