import type { Transaction } from '@korob/platform/database'
import { TooEarly } from '@korob/platform/errors'
import type { EventOf } from '@korob/platform/events'
import { publish } from '@korob/platform/outbox'
import type { deliveryReturned } from '../../delivery/contract.ts'
import { orderReturned } from '../contract.ts'
import { goodsOf } from '../domain/goods.ts'
import { takeFromLines } from '../domain/removals.ts'
import { takeGoodsBack } from '../store/change-order.ts'
import { lockOrder, moveOrder } from '../store/move-order.ts'
import type { OrderRow } from '../store/order-row.ts'
import { publishCancelled } from './order-events.ts'

const by = { actor: 'delivery' } as const

/** All that was on the road is in the shop again. */
const takeAllBack = async (tx: Transaction, order: OrderRow): Promise<void> => {
  const items = goodsOf(order.items)
  const taken = takeFromLines(order.items, items)
  if ('errors' in taken) throw new Error('an order lacks some of its own lines')
  const entry = { kind: 'goods', by, details: { goods: 'back', lines: items } } as const
  const { version } = await takeGoodsBack(tx, order.id, taken.removed, entry)
  await publish(tx, orderReturned, order.id, version, { orderId: order.id, items, onRoad: items })
}

/**
 * Couriers came in vain as often as they come, and the goods are back: the order is cancelled, its shopper told, and the
 * goods are in stock again. If somebody has cancelled it meanwhile, only the goods are left to take back.
 * @throws TooEarly while the news that the courier came in vain is still on its way
 */
export const followReturn = async ({ data }: EventOf<typeof deliveryReturned>, tx: Transaction): Promise<undefined> => {
  const { orderId, attempts, reason } = data
  const found = await lockOrder(tx, orderId)
  if (!found) throw new TooEarly(`there is no order ${orderId}`)
  if (found.status === 'cancelled') {
    if (found.goods === 'out') await takeAllBack(tx, found)
    return
  }
  if (found.status !== 'delivery_failed') throw new TooEarly(`order is ${found.status}, not yet delivery_failed`)
  const moved = await moveOrder(tx, {
    orderId,
    from: ['delivery_failed'],
    to: 'cancelled',
    by,
    cancelReason: 'delivery_failed',
    details: { attempts, reason },
  })
  if (!moved) throw new Error('a locked order changed')
  await publishCancelled(tx, moved)
  if (moved.goods === 'out') await takeAllBack(tx, moved)
}
