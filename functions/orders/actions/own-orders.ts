import { Problem } from '@korob/platform/errors'
import type { Actor } from '@korob/platform/tokens'
import { orderNumber } from '../domain/order-number.ts'
import { listWholeOrders, listOwnOrders as readOwnOrders } from '../store/own-orders.ts'
import { orderView } from './show-order.ts'

/** The caller's own orders, newest first. @param cursor what the page before gave as its next */
export const listOwnOrders = async (actor: Actor, cursor: string | undefined, limit: number) => {
  if (actor.role !== 'shopper') throw new Problem('forbidden')
  const rows = await readOwnOrders(actor.id, cursor, limit + 1)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    orders: shown.map(({ id, serial, status, placedAt, totalMinor, currency, items }) => ({
      orderId: id,
      number: orderNumber(serial),
      status,
      placedAt: placedAt.toISOString(),
      totalMinor,
      currency,
      items: items.map(({ name, quantity }) => ({ name, quantity })),
    })),
    ...(rows.length > limit && last ? { next: last.id } : {}),
  }
}

const exportPage = 100

/** All that is kept of an account's orders, for its owner. */
export const exportOwnOrders = async (accountId: string, after: string | undefined) => {
  const rows = await listWholeOrders(accountId, after, exportPage + 1)
  const orders = rows.slice(0, exportPage).map((order) => ({ ...orderView(order), contact: order.contact }))
  return { orders, more: rows.length > exportPage }
}
