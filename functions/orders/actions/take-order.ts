import { Problem } from '@korob/platform/errors'
import type { PlacedOrder } from '../contract.ts'
import { orderNumber } from '../domain/order-number.ts'
import { sumOfItems } from '../domain/totals.ts'
import type { OrderDraft } from '../store/order-row.ts'
import { findPlaced, insertOrder, insertTombstone, type PlacedRow } from '../store/take-order.ts'

const placedOrder = ({ id, serial, placedAt, paymentMethod, ...row }: PlacedRow): PlacedOrder => ({
  ...row,
  orderId: id,
  number: orderNumber(serial),
  placedAt: placedAt.toISOString(),
  payment: { method: paymentMethod, state: 'due' },
})

/** Takes an order; again with its id, answers the order that is there. @throws Problem wrong_state for an abandoned id */
export const takeOrder = async (order: OrderDraft): Promise<PlacedOrder> => {
  const itemsMinor = sumOfItems(order.items)
  if (itemsMinor + order.deliveryFeeMinor !== order.totalMinor)
    throw new Problem('invalid_request', {
      errors: [{ field: 'totalMinor', message: 'must be the sum of the items and the delivery fee' }],
    })
  const row = (await insertOrder(order, itemsMinor)) ?? (await findPlaced(order.orderId))
  if (!row) throw new Problem('wrong_state')
  return placedOrder(row)
}

/** Makes sure that there will never be an order of this id, or answers the one that there is. */
export const abandonOrder = async (
  orderId: string,
): Promise<{ abandoned: true } | { abandoned: false; order: PlacedOrder }> => {
  if (await insertTombstone(orderId)) return { abandoned: true }
  const row = await findPlaced(orderId)
  return row ? { abandoned: false, order: placedOrder(row) } : { abandoned: true }
}
