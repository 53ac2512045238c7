import { afterEach, beforeAll, expect, test } from 'vitest'
import { auditAtRest } from '../support/at-rest.ts'
import { eventually } from '../support/eventually.ts'
import { hideBriefly } from '../support/hide-briefly.ts'
import { acknowledged, oneShop } from '../support/one-shop.ts'
import { restock } from '../support/restock.ts'
import { type Shopper, shopperAt } from '../support/shopper.ts'
import type { TestShop } from '../support/test-shop.ts'

let shop: TestShop
let shopper: Shopper
let product: string

beforeAll(async () => {
  shop = await oneShop()
  await hideBriefly(shop)
  shopper = shopperAt(shop.apiUrl)
  const { items } = await shopper.search({ inStock: 'true', limit: '50' })
  product = items.find(({ availability }) => availability === 'enough')?.id ?? ''
  await restock(shop, product)
})
afterEach(() => shop?.runner.faults.onInvoke(undefined))

/** The function is killed at its next nudge to the relay, when all is committed; no nudge of its repeats arrives either. */
const killAtNudge = (caller: string, relay: string) => {
  let nudges = 0
  shop.runner.faults.onInvoke((call) => {
    if (!call.caller?.includes(caller) || !call.target.includes(relay) || call.type !== 'Event') return 'none'
    return nudges++ === 0 ? 'kill-caller-before' : 'fail'
  })
  return { killed: () => nudges > 0 }
}

test.each([
  ['orders, with an order taken,', 'orders', 'ordersoperations', 'order.placed'],
  ['the catalogue, with the goods sold,', 'catalog', 'catalogonorders', 'stock.confirmed'],
  ['orders, with the order confirmed,', 'orders', 'ordersonstock', 'order.confirmed'],
  ['delivery, with a courier assigned,', 'delivery', 'deliveryonorders', 'delivery.courier_assigned'],
])(
  '%s dies between its commit and its nudge to the relay: the schedule publishes',
  async (_who, schema, name, type) => {
    const crash = killAtNudge(name, `${schema}relay`)
    const placed = await shopper.order([{ productId: product, quantity: 1 }])
    acknowledged.push(placed)
    await eventually('the crash', crash.killed)
    const carriers = async () =>
      (
        await shop.db.query<{ carrier: string; published: boolean }>(
          `select carrier, published_at is not null as published from ${schema}.outbox where subject = $1 and type = $2`,
          [placed.orderId, type],
        )
      ).rows
    const waiting = await carriers()
    expect(waiting.length).toBeGreaterThan(0)
    expect(waiting.filter(({ published }) => published)).toEqual([])
    await shop.tick()
    await eventually('it is published', async () => (await carriers()).every(({ published }) => published))
    expect(await auditAtRest(shop, acknowledged)).toEqual([])
    expect(shop.sms.inbox({ to: placed.phone }).messages).toHaveLength(2)
  },
)
