import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { auditAtRest } from '../support/at-rest.ts'
import { driveAll } from '../support/courier.ts'
import { eventually } from '../support/eventually.ts'
import { holdBack, type Source } from '../support/held-back.ts'
import { acknowledged, fleetSize, oneShop } from '../support/one-shop.ts'
import { type PublishedEvent, publishedEvents } from '../support/redelivery.ts'
import { restock } from '../support/restock.ts'
import { type Shopper, shopperAt } from '../support/shopper.ts'
import { stockOf } from '../support/stock.ts'
import type { TestShop } from '../support/test-shop.ts'

interface Consumer {
  function: string
  schema: string
  source: Source
}

const catalog: Consumer = { function: 'catalogonorders', schema: 'catalog', source: { sqs: 'catalogonorders' } }
const orders: Consumer = { function: 'ordersonstock', schema: 'orders', source: { sqs: 'ordersonstock' } }
const delivery: Consumer = { function: 'deliveryonorders', schema: 'delivery', source: { sqs: 'deliveryonorders' } }
const texts: Consumer = {
  function: 'notificationsonorders',
  schema: 'notifications',
  source: { rabbitMq: 'notifications.orders' },
}
const newsToOrders: Consumer = {
  function: 'ordersondelivery',
  schema: 'orders',
  source: { rabbitMq: 'orders.delivery' },
}
const newsToTexts: Consumer = {
  function: 'notificationsondelivery',
  schema: 'notifications',
  source: { rabbitMq: 'notifications.delivery' },
}
const consumers = [catalog, orders, delivery, texts, newsToOrders, newsToTexts]

let shop: TestShop
let shopper: Shopper
let product: string

beforeAll(async () => {
  shop = await oneShop()
  shopper = shopperAt(shop.apiUrl)
  const { items } = await shopper.search({ inStock: 'true', limit: '50' })
  product = items.find(({ availability }) => availability === 'enough')?.id ?? ''
  await restock(shop, product)
})
afterEach(async () => {
  for (const { function: name } of consumers) await shop.runner.faults.enable(name)
})

const order = async () => {
  const one = await shopper.order([{ productId: product, quantity: 1 }])
  acknowledged.push(one)
  return one
}

/** The order's events of these types, once their carriers have them. */
const published = (orderId: string, ...types: string[]): Promise<PublishedEvent[]> =>
  eventually(`${types.join(', ')} published`, async () => {
    const events = await publishedEvents(shop, orderId)
    const wanted = types.map((type) => events.find((event) => event.type === type))
    return wanted.every((event) => event !== undefined) && wanted
  })

const historyOf = async (orderId: string): Promise<string[]> =>
  (
    await shop.db.query<{ status: string }>(
      'select status from orders.order_history where order_id = $1 order by version',
      [orderId],
    )
  ).rows.map(({ status }) => status)

/** The consumer has applied or dropped the event, or set it aside for later. */
const dealtWith = ({ function: name, schema }: Consumer, eventId: string) =>
  eventually(`${name} has dealt with ${eventId}`, async () => {
    const { rows } = await shop.db.query(`select from ${schema}.inbox where event_id = $1`, [eventId])
    if (rows.length > 0) return true
    return shop.log.some(
      ({ function: logged, text }) =>
        logged?.includes(name) && text.includes('message to be retried') && text.includes(eventId),
    )
  })

/** These consumers begin again, and have these events of the order one by one, each once the former is dealt with. */
const handOver = async (to: readonly Consumer[], orderId: string, events: readonly PublishedEvent[]) => {
  const held = await Promise.all(to.map(({ source }) => holdBack(shop, source, orderId, events.length)))
  for (const { function: name } of to) await shop.runner.faults.enable(name)
  for (const { id } of events) {
    await Promise.all(held.map(({ release }) => release(id)))
    await Promise.all(to.map((consumer) => dealtWith(consumer, id)))
  }
}

/** The catalogue says that the goods can't be had after all, as when the shelf turns out to be empty. */
const refuse = (orderId: string) =>
  shop.db.query(
    `insert into catalog.outbox (id, carrier, type, subject, sequence, envelope)
     select $2::uuid, 'sns', 'stock.rejected', subject, 9,
            envelope || jsonb_build_object('id', $2::uuid, 'source', 'catalog', 'type', 'stock.rejected', 'sequence', 9, 'data',
              jsonb_build_object('orderId', subject, 'items', jsonb_build_array(
                jsonb_build_object('productId', $3::uuid, 'requested', 1, 'available', 0))))
       from orders.outbox where subject = $1 and type = 'order.placed'`,
    [orderId, randomUUID(), product],
  )

test.each([
  ['the catalogue, of an order it has not seen placed', [catalog], 'order.placed', 'order.cancelled'],
  ['orders, of stock it does not know to be sold', [orders], 'stock.confirmed', 'stock.rejected'],
  ['delivery and notifications, of what is not yet confirmed', [delivery, texts], 'order.confirmed', 'order.cancelled'],
] as const)('a cancellation that comes first to %s is the last word', async (_whom, to, earlier, later) => {
  const onHand = await stockOf(shop, product)
  for (const { function: name } of to) await shop.runner.faults.disable(name)
  const { orderId, phone, number } = await order()
  await published(orderId, earlier)
  await refuse(orderId)
  await shop.tick()
  await handOver(to, orderId, (await published(orderId, earlier, later)).toReversed())
  expect(await auditAtRest(shop, acknowledged)).toEqual([])
  expect((await historyOf(orderId)).at(-1)).toBe('cancelled')
  expect(await stockOf(shop, product)).toBe(onHand)
  expect(shop.sms.inbox({ to: phone }).messages.map(({ body }) => body)).toEqual([expect.stringContaining(number)])
})

test('news of a delivery that comes backwards waits for what it builds on, and ends at the door', async () => {
  const to = [newsToOrders, newsToTexts]
  // With what was there before on the same trip, only the first parcel would be handed over by itself.
  await driveAll(shop, shopper, fleetSize)
  for (const { function: name } of to) await shop.runner.faults.disable(name)
  const { orderId, phone } = await order()
  await published(orderId, 'delivery.courier_assigned')
  await driveAll(shop, shopper, fleetSize)
  const news = await published(
    orderId,
    'delivery.courier_assigned',
    'delivery.handed_over',
    'delivery.departed',
    'delivery.delivered',
  )
  await handOver(to, orderId, news.toReversed())
  expect(await auditAtRest(shop, acknowledged)).toEqual([])
  expect(await historyOf(orderId)).toEqual(['placed', 'confirmed', 'scheduled', 'out_for_delivery', 'delivered'])
  // Confirmed, and delivered: what lay between is no news any more.
  expect(shop.sms.inbox({ to: phone }).messages).toHaveLength(2)
})
