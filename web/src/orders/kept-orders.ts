import type { PlacedOrder } from '../api/answers.ts'
import { lasting, stored } from '../storage/stored.ts'

/** An order placed from this browser; its token is what lets a guest open it. */
export interface KeptOrder {
  orderId: string
  number: string
  token: string
  placedAtMs: number
  /** The cart it came from: with it a guest cancels. Not there for orders kept by an older page. */
  cartId?: string
  /** Placed by who was signed in: it isn't kept for who comes after them. */
  ofAccount?: boolean
}

const maxKept = 50

const accept = (found: unknown): KeptOrder[] => {
  if (typeof found !== 'object' || found === null) return []
  const { orderId, number, token, placedAtMs, cartId, ofAccount } = found as Partial<Record<keyof KeptOrder, unknown>>
  return typeof orderId === 'string' &&
    typeof number === 'string' &&
    typeof token === 'string' &&
    typeof placedAtMs === 'number'
    ? [
        {
          orderId,
          number,
          token,
          placedAtMs,
          ...(typeof cartId === 'string' && { cartId }),
          ...(ofAccount === true && { ofAccount }),
        },
      ]
    : []
}

export const keptOrders = stored<readonly KeptOrder[]>(lasting, 'korob.orders', (found) =>
  Array.isArray(found) ? found.flatMap(accept) : [],
)

/** Newest first; an order told of twice is kept once. */
export const keepOrder = (
  orders: readonly KeptOrder[],
  order: PlacedOrder,
  nowMs: number,
  from: Pick<KeptOrder, 'cartId' | 'ofAccount'> = {},
): KeptOrder[] =>
  [
    {
      orderId: order.orderId,
      number: order.number,
      token: order.trackingToken,
      placedAtMs: nowMs,
      ...from,
    },
    ...orders.filter(({ orderId }) => orderId !== order.orderId),
  ].slice(0, maxKept)
