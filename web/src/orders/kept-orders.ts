import type { PlacedOrder } from '../api/answers.ts'
import { lasting, stored } from '../storage/stored.ts'

/** An order placed from this browser; its token is what lets a guest open it. */
export interface KeptOrder {
  orderId: string
  number: string
  token: string
  placedAtMs: number
}

const maxKept = 50

const accept = (found: unknown): KeptOrder[] => {
  if (typeof found !== 'object' || found === null) return []
  const { orderId, number, token, placedAtMs } = found as Partial<Record<keyof KeptOrder, unknown>>
  return typeof orderId === 'string' &&
    typeof number === 'string' &&
    typeof token === 'string' &&
    typeof placedAtMs === 'number'
    ? [{ orderId, number, token, placedAtMs }]
    : []
}

export const keptOrders = stored<readonly KeptOrder[]>(lasting, 'korob.orders', (found) =>
  Array.isArray(found) ? found.flatMap(accept) : [],
)

/** Newest first; an order told of twice is kept once. */
export const keepOrder = (orders: readonly KeptOrder[], order: PlacedOrder, nowMs: number): KeptOrder[] =>
  [
    { orderId: order.orderId, number: order.number, token: order.trackingToken, placedAtMs: nowMs },
    ...orders.filter(({ orderId }) => orderId !== order.orderId),
  ].slice(0, maxKept)
