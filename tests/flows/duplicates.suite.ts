import { beforeAll, expect, test } from 'vitest'
import { auditAtRest } from '../support/at-rest.ts'
import { driveAll } from '../support/courier.ts'
import { eventually } from '../support/eventually.ts'
import { acknowledged, fleetSize, oneShop } from '../support/one-shop.ts'
import { publishedEvents, sendAgain } from '../support/redelivery.ts'
import { restock } from '../support/restock.ts'
import { type Shopper, shopperAt } from '../support/shopper.ts'
import { countStock, stockOf } from '../support/stock.ts'
import type { TestShop } from '../support/test-shop.ts'

let shop: TestShop
let shopper: Shopper
let product: string
let lastOne: string

beforeAll(async () => {
  shop = await oneShop()
  shopper = shopperAt(shop.apiUrl)
  const { items } = await shopper.search({ inStock: 'true', limit: '50' })
  const [plenty, scarce] = items.filter(({ availability }) => availability === 'enough').map(({ id }) => id)
  product = plenty ?? ''
  lastOne = scarce ?? ''
  await restock(shop, product)
})

const order = async (productId = product) => {
  const placed = await shopper.order([{ productId, quantity: 1 }])
  acknowledged.push(placed)
  return placed
}

const untilStatus = (orderId: string, status: string) =>
  eventually(`the order is ${status}`, async () => {
    const { rows } = await shop.db.query('select from orders.orders where id = $1 and status = $2', [orderId, status])
    return rows.length === 1
  })

const historyOf = async (orderId: string): Promise<string[]> =>
  (
    await shop.db.query<{ status: string }>(
      'select status from orders.order_history where order_id = $1 order by version',
      [orderId],
    )
  ).rows.map(({ status }) => status)

const textsTo = (phone: string) => shop.sms.inbox({ to: phone }).messages

test('every event comes twice more while the order is under way: each has its effect once', async () => {
  for (let n = 0; n < 4; n++) await order()
  for (const { orderId } of acknowledged) await untilStatus(orderId, 'scheduled')
  const events = await publishedEvents(shop)
  await sendAgain(shop, [...events, ...events.toReversed()])
  expect(await auditAtRest(shop, acknowledged)).toEqual([])
})

test('and once more when everything is delivered: statuses stay, no text is sent again', async () => {
  expect(await driveAll(shop, shopper, fleetSize)).toBe(acknowledged.length)
  for (const { orderId } of acknowledged) await untilStatus(orderId, 'delivered')
  expect(await auditAtRest(shop, acknowledged)).toEqual([])
  const texts = shop.sms.inbox().total
  await sendAgain(shop, await publishedEvents(shop))
  expect(await auditAtRest(shop, acknowledged)).toEqual([])
  expect(shop.sms.inbox().total).toBe(texts)
})

test('an order whose hold has lapsed, while another took the goods, is cancelled and told so, once', async () => {
  await countStock(shop, lastOne, 1)
  await shop.runner.faults.disable('catalogonorders')
  const slow = await order(lastOne)
  await shop.db.query(
    `with lapsed as (update catalog.reservation set expires_at = now() - interval '1 s' where order_id = $1 returning order_id)
     update catalog.reservation_line l set held_until = now() - interval '1 s' from lapsed where l.order_id = lapsed.order_id`,
    [slow.orderId],
  )
  const quick = await order(lastOne)
  await shop.runner.faults.enable('catalogonorders')
  await untilStatus(slow.orderId, 'cancelled')
  await untilStatus(quick.orderId, 'scheduled')
  expect(await auditAtRest(shop, acknowledged)).toEqual([])
  const events = await publishedEvents(shop, slow.orderId)
  expect(events.map(({ type }) => type).sort()).toEqual([
    'order.cancelled',
    'order.cancelled',
    'order.placed',
    'stock.rejected',
  ])
  await sendAgain(shop, [...events, ...events.toReversed()])
  expect(await auditAtRest(shop, acknowledged)).toEqual([])

  expect(await historyOf(slow.orderId)).toEqual(['placed', 'cancelled'])
  expect(textsTo(slow.phone).map(({ body }) => body)).toEqual([expect.stringContaining(slow.number)])
  expect(textsTo(quick.phone)).toHaveLength(2)
  expect(await stockOf(shop, lastOne)).toBe(0)
})
