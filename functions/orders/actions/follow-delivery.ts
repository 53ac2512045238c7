import type { Transaction } from '@korob/platform/database'
import type { OrderStatus } from '../contract.ts'
import { noteDelivery } from '../store/move-order.ts'
import type { DeliveryFacts } from '../store/order-row.ts'
import { advance } from './advance.ts'

interface DeliveryNews extends DeliveryFacts {
  orderId: string
}

/** The order goes where its delivery went. News that leaves its state as it is may still bring another courier or ETA. */
const follow = async (tx: Transaction, to: OrderStatus, news: DeliveryNews): Promise<void> => {
  const { orderId, courier, window, eta, deliveredAt } = news
  const delivery = { courier, window, eta, deliveredAt }
  const result = await advance(tx, { orderId, to, actor: 'delivery', delivery })
  if ('stays' in result && result.stays === to) await noteDelivery(tx, orderId, delivery)
}

/** A subscription's effect: the order becomes `to`. */
export const followTo =
  (to: OrderStatus) =>
  async ({ data }: { data: DeliveryNews }, tx: Transaction): Promise<undefined> => {
    await follow(tx, to, data)
  }
