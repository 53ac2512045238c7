import { Problem } from '@korob/platform/errors'
import { maskPhone } from '@korob/platform/phone'
import type { Actor } from '@korob/platform/tokens'
import { readTrackingToken } from '@korob/platform/tracking-token'
import { orderNumber } from '../domain/order-number.ts'
import { type OrderWithHistory, type ReadOrder, readOrder } from '../store/read-order.ts'

const mayRead = async (order: ReadOrder, actor: Actor, token: string | undefined): Promise<boolean> => {
  if (actor.role === 'shopper' && order.accountId === actor.id) return true
  if (token === undefined) return false
  const claim = await readTrackingToken(token, new Date())
  if (claim?.orderId !== order.id) return false
  return order.linksRevokedAtMs === null || claim.issuedAt.getTime() > order.linksRevokedAtMs
}

/** An order as its shopper sees it. */
export const shownOrder = (order: OrderWithHistory) => {
  const { courier, ...delivery } = order.delivery ?? {}
  return {
    orderId: order.id,
    number: orderNumber(order.serial),
    status: order.status,
    ...(order.cancelReason === null ? {} : { cancelReason: order.cancelReason }),
    placedAt: order.placedAt.toISOString(),
    items: order.items.map(({ weightGrams: _, ...item }) => ({ ...item, lineMinor: item.priceMinor * item.quantity })),
    itemsMinor: order.itemsMinor,
    deliveryFeeMinor: order.deliveryFeeMinor,
    totalMinor: order.totalMinor,
    currency: order.currency,
    paymentMethod: order.paymentMethod,
    // A link may be forwarded: it shows no more of the phone than its owner needs to know it by.
    contact: { name: order.contact.name, phone: maskPhone(order.contact.phone) },
    address: order.address,
    slot: order.slot,
    ...(order.comment === null ? {} : { comment: order.comment }),
    ...(courier ? { delivery: { courier: { firstName: courier.firstName }, ...delivery } } : {}),
    history: order.history.map(({ status, at, reason }) => ({
      status,
      at: new Date(at).toISOString(),
      ...(reason === null ? {} : { reason }),
    })),
  }
}

/** An order for whom it concerns. "Not yours" and "no such order" are told alike, so that ids can't be probed. */
export const showOrder = async (orderId: string, actor: Actor, token: string | undefined) => {
  const order = await readOrder(orderId)
  if (!order || !(await mayRead(order, actor, token))) throw new Problem('not_found')
  return shownOrder(order)
}
