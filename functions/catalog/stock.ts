import type { Transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import type { EventOf } from '@korob/platform/events'
import { publish } from '@korob/platform/outbox'
import type { z } from '@korob/platform/schema'
import type { orderCancelled, orderChanged, orderPlaced, orderReturned } from '../orders/contract.ts'
import { type priceCart, type reserve, stockConfirmed, stockRejected } from './contract.ts'
import { priceOfCart } from './domain/cart-price.ts'
import { sumLines, sumMinor } from './domain/lines.ts'
import { findCartLines } from './store/cart.ts'
import { cancelStock, reserveStock, returnStock, sellStock, shrinkSale } from './store/reservations.ts'

const holdSeconds = 15 * 60

/** Sets a checkout's goods aside and answers the catalogue's own names and prices. */
export const reserveForOrder = async ({ orderId, attempt, cartId, items }: z.output<typeof reserve.input>) => {
  const reserved = await reserveStock({ orderId, attempt }, cartId, sumLines(items), holdSeconds)
  if (reserved.refused === 'wrong_state') throw new Problem('wrong_state')
  if (reserved.refused === 'out_of_stock') throw new Problem('out_of_stock', { details: { items: reserved.items } })
  return {
    items: reserved.items,
    currency: reserved.currency,
    itemsMinor: sumMinor(reserved.items),
    // PostgreSQL writes an offset of hours only.
    expiresAt: new Date(reserved.expiresAt).toISOString(),
  }
}

export const quoteCart = async ({ items, cartId }: z.output<typeof priceCart.input>) => {
  const wanted = sumLines(items)
  return priceOfCart(wanted, await findCartLines(wanted, cartId))
}

/** A placed order takes its goods out of stock, or is told which are gone. */
export const sellToOrder = async (
  { data: { orderId, attempt, items } }: EventOf<typeof orderPlaced>,
  tx: Transaction,
): Promise<undefined> => {
  const sold = await sellStock(tx, { orderId, attempt }, sumLines(items))
  if (sold.outcome === 'sold') await publish(tx, stockConfirmed, orderId, sold.version, { orderId })
  if (sold.outcome === 'rejected')
    await publish(tx, stockRejected, orderId, sold.version, { orderId, items: sold.items })
}

/** A cancelled order gives its goods back, once; if it was never seen placed, nothing will be sold to it. */
export const takeBackFromOrder = async (
  { data: { orderId, goodsOut, items } }: EventOf<typeof orderCancelled>,
  tx: Transaction,
): Promise<undefined> => {
  if (goodsOut && items) await shrinkSale(tx, orderId, sumLines(items))
  await cancelStock(tx, orderId, goodsOut ?? false)
}

/** Some of an order was cancelled before it left: what it no longer wants is in stock again. */
export const takeBackRest = async (
  { data: { orderId, items } }: EventOf<typeof orderChanged>,
  tx: Transaction,
): Promise<undefined> => {
  await shrinkSale(tx, orderId, sumLines(items))
}

/** The goods of a cancelled order are back from the road. */
export const takeReturned = async (
  { data: { orderId, items, onRoad } }: EventOf<typeof orderReturned>,
  tx: Transaction,
): Promise<undefined> => {
  if (onRoad) await shrinkSale(tx, orderId, sumLines(onRoad))
  await returnStock(tx, orderId, sumLines(items))
}
