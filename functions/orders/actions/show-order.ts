import { Problem } from '@korob/platform/errors'
import { maskPhone } from '@korob/platform/phone'
import type { Actor } from '@korob/platform/tokens'
import { readTrackingToken } from '@korob/platform/tracking-token'
import { orderNumber } from '../domain/order-number.ts'
import { mayCancel } from '../domain/transitions.ts'
import { type OrderWithHistory, type ReadOrder, readOrder } from '../store/read-order.ts'

const mayRead = async (order: ReadOrder, actor: Actor, token: string | undefined): Promise<boolean> => {
  if (actor.role === 'shopper' && order.accountId === actor.id) return true
  if (token === undefined) return false
  const claim = await readTrackingToken(token, new Date())
  if (claim?.orderId !== order.id) return false
  return order.linksRevokedAtMs === null || claim.issuedAt.getTime() > order.linksRevokedAtMs
}

const deliveryView = ({ delivery, status }: OrderWithHistory) => {
  if (!delivery?.courier) return {}
  const { courier, window, eta, deliveredAt, failure } = delivery
  return {
    delivery: {
      courier: { firstName: courier.firstName },
      ...(window && { window }),
      ...(eta !== undefined && { eta }),
      ...(deliveredAt !== undefined && { deliveredAt }),
      ...(failure && status === 'delivery_failed' && { failure }),
    },
  }
}

/** An order as its shopper sees it; `actor` is who asks, if they may not be its owner. */
export const orderView = (order: OrderWithHistory, actor?: Actor) => {
  return {
    orderId: order.id,
    number: orderNumber(order.serial),
    status: order.status,
    ...(order.cancelReason === null ? {} : { cancelReason: order.cancelReason }),
    placedAt: order.placedAt.toISOString(),
    items: order.items.map(({ productId, sku, name, quantity, priceMinor }) => ({
      productId,
      sku,
      name,
      quantity,
      priceMinor,
      lineMinor: priceMinor * quantity,
    })),
    itemsMinor: order.itemsMinor,
    deliveryFeeMinor: order.deliveryFeeMinor,
    totalMinor: order.totalMinor,
    currency: order.currency,
    payment: { method: order.paymentMethod, state: order.paymentState },
    mayCancel: mayCancel(order.status, 'shopper') && (actor === undefined || isOwner(order, actor, order.cartId)),
    // A link may be forwarded: it shows no more of the phone than its owner needs to know it by.
    contact: { name: order.contact.name, phone: maskPhone(order.contact.phone) },
    address: order.address,
    slot: order.slot,
    ...(order.comment === null ? {} : { comment: order.comment }),
    ...deliveryView(order),
    history: order.history.map(({ status, at, reason }) => ({
      status,
      at: new Date(at).toISOString(),
      ...(reason === null ? {} : { reason }),
    })),
  }
}

/** "Not yours" and "no such order" are told alike, so that ids can't be probed. @throws Problem not_found */
export const showOrder = async (orderId: string, actor: Actor, token: string | undefined) => {
  const order = await readOrder(orderId)
  if (!order || !(await mayRead(order, actor, token))) throw new Problem('not_found')
  return orderView(order, actor)
}

/**
 * Whether it is the caller's to cancel: the account's it is, or of the guest who placed it, whoever proved its phone since. A
 * guest's browser knows the cart the order came from, which no link carries. A tracking link may be forwarded to whoever takes
 * the parcel in: it lets read, no more.
 */
export const isOwner = (order: OrderWithHistory, actor: Actor, cartId: string | undefined): boolean =>
  (actor.role === 'shopper' && actor.id === order.accountId) ||
  ((order.placedByGuest || order.accountId === null) && order.cartId === cartId)
