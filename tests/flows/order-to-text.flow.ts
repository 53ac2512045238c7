import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoFleet } from '../../functions/delivery/demo/fleet.ts'
import type { AcknowledgedOrder } from '../auditor/facts.ts'
import { ordersEndToEnd } from '../e2e/end-to-end.ts'
import { textsTo } from '../e2e/target.ts'
import { auditAtRest } from '../support/at-rest.ts'
import { driveAll } from '../support/courier.ts'
import { eventually } from '../support/eventually.ts'
import { orderToDoor } from '../support/order-to-door.ts'
import { type Shopper, shopperAt } from '../support/shopper.ts'
import { stockOf } from '../support/stock.ts'
import { startTestShop, type TestShop } from '../support/test-shop.ts'

// One courier, so that every order is on the way of every other.
const fleetSize = 1
let shop: TestShop
let shopper: Shopper

beforeAll(async () => {
  shop = await startTestShop({ fleetSize })
  shopper = shopperAt(shop.apiUrl)
})
afterAll(() => shop?.stop())

const placed: AcknowledgedOrder[] = []

describe('an order', () => {
  test('becomes texts at each step, and its status follows the parcel to the door', async () => {
    const { items } = await shopper.search({ inStock: 'true', limit: '2' })
    const lines = items.map(({ id }, index) => ({ productId: id, quantity: index + 1 }))
    const stock = () => Promise.all(lines.map(({ productId }) => stockOf(shop, productId)))
    const before = await stock()
    const texts = (phone: string) => textsTo(shop.sms, phone)
    const order = await orderToDoor({ shopper, texts, deliver: () => driveAll(shop, shopper, fleetSize) }, lines)
    placed.push(order)
    expect(await stock()).toEqual(before.map((count, index) => count - (lines[index]?.quantity ?? 0)))
    expect(await auditAtRest(shop, placed)).toEqual([])
  })
})

describe('the end-to-end tests pass again and again on a shop in use', () => {
  const courierTokens = () => Promise.all(demoFleet(fleetSize).map(({ id }) => shop.courierToken(id)))
  const target = () => ({ url: shop.apiUrl, apiUrl: shop.apiUrl, sms: shop.sms, courierTokens })

  // Whose courier has set off, and brings it only when the tests have the road free.
  beforeAll(async () => {
    const [item] = (await shopper.search({ inStock: 'true', limit: '1' })).items
    const order = await shopper.order([{ productId: item?.id ?? '', quantity: 1 }])
    placed.push(order)
    const [token] = await courierTokens()
    const headers = { authorization: `Bearer ${token}` }
    const trip = await eventually("a stranger's order is on a trip", async () => {
      const answer = await shopper.send<{ route: { id: string } | null }>('GET', '/api/courier/route', { headers })
      return answer.body.route ?? undefined
    })
    expect((await shopper.send('POST', `/api/courier/routes/${trip.id}/departed`, { headers })).status).toBe(200)
  })

  describe.each(['once', 'and once more'])('%s', () => {
    const orders = ordersEndToEnd(target)
    afterAll(() => {
      placed.push(...orders)
    })
  })

  test('and nothing is lost, doubled, or left on the road', async () => {
    expect(placed).toHaveLength(6)
    expect(await auditAtRest(shop, placed)).toEqual([])
    const { rows } = await shop.db.query(`select status from delivery.delivery where status <> 'delivered'`)
    expect(rows).toEqual([])
  })
})

describe('an order that is not simply brought', () => {
  const stories: AcknowledgedOrder[] = []
  const courierHeaders = async () => ({
    authorization: `Bearer ${await shop.courierToken(demoFleet(fleetSize)[0]!.id)}`,
  })
  const statusOf = async ({ orderId, trackingToken }: { orderId: string; trackingToken: string }) =>
    (await shopper.readOrder(orderId, trackingToken)).body.status

  /** The courier sets off with it, and nobody opens. */
  const comeInVain = async (orderNumber: string) => {
    const headers = await courierHeaders()
    const { routeId, stopId } = await eventually(`${orderNumber} is on a trip`, async () => {
      await shop.tick()
      const { body } = await shopper.send<{
        route: { id: string; stops: { id: string; orderNumber: string; status: string }[] } | null
      }>('GET', '/api/courier/route', { headers })
      const stop = body.route?.stops.find((one) => one.orderNumber === orderNumber && one.status === 'assigned')
      return stop && { routeId: body.route!.id, stopId: stop.id }
    })
    await shopper.send('POST', `/api/courier/routes/${routeId}/departed`, { headers })
    const reason = { reason: 'nobody_home' }
    const answer = await shopper.send('POST', `/api/courier/stops/${stopId}/failed`, { headers, body: reason })
    expect(answer).toMatchObject({ status: 200, body: { status: 'failed' } })
    // As if the courier were back.
    await shop.db.query(`update delivery.route set returns_at = now() - interval '1 minute' where id = $1`, [routeId])
  }

  test('three times nobody opens: it is cancelled, the goods are in stock again, and the shopper is told', async () => {
    const [item] = (await shopper.search({ inStock: 'true', limit: '1' })).items
    const before = await stockOf(shop, item!.id)
    const order = await shopper.order([{ productId: item!.id, quantity: 2 }])
    stories.push(order)
    for (let attempt = 1; attempt <= 3; attempt++) await comeInVain(order.number)
    await eventually('the order is cancelled', async () => {
      await shop.tick()
      return (await statusOf(order)) === 'cancelled'
    })
    await eventually('the goods are back', async () => (await stockOf(shop, item!.id)) === before)
    await eventually('the shopper is told', async () =>
      (await textsTo(shop.sms, order.phone)).some(
        (text) => text.includes(order.number) && text.includes('доставить его не удалось'),
      ),
    )
    expect((await shopper.tracking(order.trackingToken)).body).toMatchObject({ status: 'cancelled' })
  })

  test('its window could not be kept, as delivery was down: the next is offered by the link of a text, and taken by it', async () => {
    const [item] = (await shopper.search({ inStock: 'true', limit: '1' })).items
    const [wished] = await shopper.slots()
    const lines = [{ productId: item!.id, quantity: 1 }]
    const body = await shopper.checkoutBody(lines, { slotId: wished!.id })
    await shop.runner.faults.disable('deliveryoperations')
    await shop.db.query('update delivery.slot set capacity = 0 where id = $1', [wished!.id])
    const { status, body: order } = await shopper
      .checkoutUntilAnswered(body)
      .finally(() => shop.runner.faults.enable('deliveryoperations'))
    expect(status).toBe(201)
    expect(order.slot).toMatchObject({ id: wished!.id, state: 'requested' })
    stories.push({ ...order, phone: body.contact.phone, items: lines })
    const token = await eventually('a text with the link', async () => {
      const texts = await textsTo(shop.sms, body.contact.phone)
      const offer = texts.find((text) => text.includes('выбранное время занято'))
      return /\/t\/([\w-]{44})/.exec(offer ?? '')?.[1]
    })
    const { body: seen } = await shopper.send<{ offer: { slotId: string; wished: { start: string } } }>(
      'GET',
      `/api/tracking/${token}`,
    )
    expect(seen.offer.slotId).not.toBe(wished!.id)
    expect(seen.offer.wished.start).toBe(wished!.start)
    const path = `/api/tracking/${token}/slot`
    expect((await shopper.send('PUT', path, { body: { slotId: seen.offer.slotId } })).status).toBe(200)
    expect((await shopper.tracking(token)).body).toMatchObject({ status: 'assigned', offer: null })
    await eventually('it is scheduled', async () => (await statusOf(order)) === 'scheduled')
  })

  test('and nothing of it is lost', async () => {
    await driveAll(shop, shopper, fleetSize)
    expect(await auditAtRest(shop, [...placed, ...stories])).toEqual([])
  })
})
