import { database } from '@korob/platform/database'
import type { Envelope } from '@korob/platform/events'
import { newId } from '@korob/platform/ids'
import { sql } from '@korob/platform/sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { aReservation, cancelled, deliver, placed, release, reserve } from './support/calls.ts'
import { aProduct, levelOf, outlastHold, stateOf, stockShelf } from './support/shelf.ts'

let db: ServiceDatabase

beforeAll(async () => {
  db = await serviceDatabase('catalog')
})
afterAll(() => db.drop())

const shelf = (...products: Parameters<typeof aProduct>[0][]) => stockShelf(db.admin, products.map(aProduct))
const level = (id: string) => levelOf(db.admin, id)

/** What the catalogue told about an order, in order. */
const told = async (orderId: string) =>
  (
    await database.many<{ envelope: Envelope }>(
      sql`select envelope from outbox where subject = ${orderId} and carrier = 'sns' order by position`,
    )
  ).map(({ envelope: { type, data, sequence } }) => ({ type, data, sequence }))

const typesTold = async (orderId: string) => (await told(orderId)).map(({ type }) => type)

describe('order.placed', () => {
  it('makes the hold a sale and confirms it', async () => {
    const [id = ''] = await shelf({ stock: 10 })
    const order = aReservation([{ productId: id, quantity: 3 }])
    await reserve(order)
    await deliver(placed(order))
    expect(await level(id)).toMatchObject({ onHand: 7, held: 0, moved: 7 })
    expect(await told(order.orderId)).toEqual([
      { type: 'stock.confirmed', data: { orderId: order.orderId }, sequence: 2 },
    ])
  })

  it('sells once, however often it is delivered, together or one after another, or written anew', async () => {
    const [id = ''] = await shelf({ stock: 10 })
    const order = aReservation([{ productId: id, quantity: 3 }])
    await reserve(order)
    const event = placed(order)
    await Promise.all([deliver(event), deliver(event), deliver(event, event)])
    await deliver(event)
    await deliver(placed(order, 2))
    expect(await level(id)).toMatchObject({ onHand: 7, moved: 7 })
    expect(await typesTold(order.orderId)).toEqual(['stock.confirmed'])
  })

  it('still sells after the hold was over, when the goods are there', async () => {
    const [id = ''] = await shelf({ stock: 1 })
    const order = aReservation([{ productId: id, quantity: 1 }])
    await reserve(order)
    await outlastHold(order.orderId)
    await deliver(placed(order))
    expect(await level(id)).toMatchObject({ onHand: 0, band: 'none' })
    expect(await typesTold(order.orderId)).toEqual(['stock.confirmed'])
  })

  it('rejects the whole order with every short line, when others have the goods', async () => {
    const [gone = '', there = ''] = await shelf({ stock: 2 }, { stock: 5 })
    const slow = aReservation([
      { productId: gone, quantity: 2 },
      { productId: there, quantity: 1 },
    ])
    await reserve(slow)
    await outlastHold(slow.orderId)
    const quick = aReservation([{ productId: gone, quantity: 1 }])
    await reserve(quick)
    await deliver(placed(slow))
    expect(await told(slow.orderId)).toEqual([
      {
        type: 'stock.rejected',
        data: { orderId: slow.orderId, items: [{ productId: gone, requested: 2, available: 1 }] },
        sequence: 2,
      },
    ])
    expect(await level(there)).toMatchObject({ onHand: 5, held: 0 })
    await deliver(placed(quick))
    expect(await typesTold(quick.orderId)).toEqual(['stock.confirmed'])
  })

  it('rejects an order of a product that never was', async () => {
    const order = aReservation([{ productId: newId(), quantity: 1 }])
    await deliver(placed(order))
    expect(await typesTold(order.orderId)).toEqual(['stock.rejected'])
  })

  it('sells what was taken out of the shop after it had been ordered', async () => {
    const product = aProduct({ stock: 4 })
    const [id = ''] = await stockShelf(db.admin, [product])
    const order = aReservation([{ productId: id, quantity: 1 }])
    await reserve(order)
    await stockShelf(db.admin, [{ ...product, published: false }])
    await deliver(placed(order))
    expect(await typesTold(order.orderId)).toEqual(['stock.confirmed'])
  })

  it('never takes what another holds, be it another checkout of the same cart', async () => {
    const [id = ''] = await shelf({ stock: 2 })
    const lapsed = aReservation([{ productId: id, quantity: 1 }])
    const others = [{}, { cartId: lapsed.cartId }].map((cart) => aReservation(lapsed.items, cart))
    for (const other of others) await reserve(other)
    for (const order of [lapsed, ...others]) await deliver(placed(order))
    expect(await Promise.all([lapsed, ...others].map(({ orderId }) => typesTold(orderId)))).toEqual([
      ['stock.rejected'],
      ['stock.confirmed'],
      ['stock.confirmed'],
    ])
    expect(await level(id)).toMatchObject({ onHand: 0, held: 0 })
  })

  it('is not undone by a release that comes late', async () => {
    const [id = ''] = await shelf({ stock: 3 })
    const order = aReservation([{ productId: id, quantity: 1 }])
    await reserve(order)
    await deliver(placed(order))
    expect(await release(order)).toEqual({ ok: true, output: { released: false } })
    expect(await reserve(order)).toMatchObject({ ok: false, code: 'wrong_state' })
    expect(await level(id)).toMatchObject({ onHand: 2, held: 0 })
  })
})

describe('order.cancelled', () => {
  it('returns what was sold, once', async () => {
    const [id = ''] = await shelf({ stock: 4 })
    const order = aReservation([{ productId: id, quantity: 4 }])
    await reserve(order)
    await deliver(placed(order))
    expect(await level(id)).toMatchObject({ onHand: 0, band: 'none' })
    const event = cancelled(order)
    await Promise.all([deliver(event), deliver(event)])
    await deliver(cancelled(order, 4))
    expect(await level(id)).toMatchObject({ onHand: 4, moved: 4, band: 'few' })
  })

  it('seen before order.placed, frees the hold and lets nothing be sold after it', async () => {
    const [id = ''] = await shelf({ stock: 4 })
    const order = aReservation([{ productId: id, quantity: 4 }])
    await reserve(order)
    await deliver(cancelled(order))
    expect(await level(id)).toMatchObject({ onHand: 4, held: 0 })
    await deliver(placed(order))
    expect(await level(id)).toMatchObject({ onHand: 4, held: 0, moved: 4 })
    expect(await typesTold(order.orderId)).toEqual([])
    expect(await stateOf(db.admin, order.orderId)).toBe('cancelled')
  })

  it('of an order never heard of, leaves a tombstone for its reserve too', async () => {
    const [id = ''] = await shelf({ stock: 4 })
    const order = aReservation([{ productId: id, quantity: 1 }])
    await deliver(cancelled(order))
    expect(await reserve(order)).toMatchObject({ ok: false, code: 'wrong_state' })
    await deliver(placed(order))
    expect(await level(id)).toMatchObject({ onHand: 4 })
  })

  it('in one batch with its order.placed, in either order, leaves the stock as it was', async () => {
    const [id = ''] = await shelf({ stock: 9 })
    const orders = Array.from({ length: 6 }, () => aReservation([{ productId: id, quantity: 1 }]))
    for (const order of orders) await reserve(order)
    await deliver(
      ...orders.flatMap((order, index) =>
        index % 2 ? [cancelled(order), placed(order)] : [placed(order), cancelled(order)],
      ),
    )
    expect(await level(id)).toMatchObject({ onHand: 9, held: 0, moved: 9 })
  })
})
