import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { cancelled, confirmed, deliverySteps, newOrder } from './support/events.ts'
import { startWorld, type World } from './support/world.ts'

let world: World

beforeAll(async () => {
  world = await startWorld()
})
afterEach(() => world.calm())
afterAll(() => world.close())

const statuses = async (phone: string) => (await world.messages(phone)).map(({ status }) => status)

describe('an event becomes a text', () => {
  test('each step of an order is told once, in its order and language', async () => {
    const order = newOrder('en')
    await world.tellOrders(confirmed(order))
    await world.tellDelivery(...deliverySteps(order))
    const texts = world.texts(order.phone)
    expect(texts.map((text) => text.replace(/\d+ \w+, \d\d:\d\d.*?(?=\.|$)/, 'WHEN'))).toEqual([
      `Order ${order.number} is confirmed: RUB 12,990. Delivery WHEN.`,
      expect.stringMatching(/^Ivan will bring order K\d+: WHEN\. https:/),
      expect.stringMatching(/^Order K\d+ is with the courier \(Ivan\)\. Expect it WHEN\. https:/),
      expect.stringMatching(/^Courier Ivan is on the way with order K\d+, arriving about \d\d:\d\d\. https:/),
      `Order ${order.number} is delivered. Thank you for shopping with us!`,
    ])
    for (const status of await statuses(order.phone)) expect(['sent', 'delivered']).toContain(status)
  })

  test('a Russian shopper reads Russian', async () => {
    const order = newOrder('ru')
    await world.tellOrders(cancelled(order))
    expect(world.texts(order.phone)).toEqual([`Заказ ${order.number} отменён по вашей просьбе.`])
  })

  test('an event that comes again, in its batch or later or from two senders at once, is told once', async () => {
    const order = newOrder()
    const event = confirmed(order)
    const [assigned] = deliverySteps(order)
    await world.tellOrders(event, event)
    await Promise.all([world.tellOrders(event), world.tellDelivery(assigned), world.tellDelivery(assigned)])
    await world.tellOrders(event)
    await world.sweep()
    expect(world.texts(order.phone)).toHaveLength(2)
    expect(await world.messages(order.phone)).toHaveLength(2)
  })

  test('fifty orders at once: one text each', async () => {
    const orders = Array.from({ length: 50 }, () => newOrder())
    const events = orders.map((order) => confirmed(order))
    await Promise.all([world.tellOrders(...events), world.tellOrders(...events.toReversed()), world.sweep()])
    // What was locked by one who then left it, or postponed, is the sweeper's.
    await eventually('all told', async () => {
      await world.sweep()
      return orders.every(({ phone }) => world.texts(phone).length > 0)
    })
    for (const { phone } of orders) expect(world.texts(phone)).toHaveLength(1)
  })

  test('a type nobody words makes no text and no failure', async () => {
    const order = newOrder()
    await world.tellDelivery({ ...deliverySteps(order)[0], type: 'delivery.weighed' })
    expect(await world.messages(order.phone)).toEqual([])
  })
})

describe('events out of order', () => {
  test('what later news has overtaken is kept as superseded and not sent', async () => {
    const order = newOrder('en')
    const [assigned, handedOver, departed, delivered] = deliverySteps(order)
    await world.tellDelivery(departed)
    await world.tellDelivery(assigned)
    await world.tellDelivery(handedOver)
    await world.tellDelivery(delivered)
    expect(world.texts(order.phone)).toHaveLength(2)
    const rows = await world.messages(order.phone)
    expect(rows.map(({ template, status, reason }) => [template, status === 'dropped' ? reason : 'told'])).toEqual([
      ['delivery.departed', 'told'],
      ['delivery.courier_assigned', 'superseded'],
      ['delivery.handed_over', 'superseded'],
      ['delivery.delivered', 'told'],
    ])
  })

  test('a confirmation after its cancellation is not sent', async () => {
    const order = newOrder()
    await world.tellOrders(cancelled(order, 3))
    await world.tellOrders(confirmed(order, 2))
    expect(world.texts(order.phone)).toHaveLength(1)
    expect(await statuses(order.phone)).toContain('dropped')
  })

  test('a cancellation is told even after later news', async () => {
    const order = newOrder()
    await world.tellOrders(confirmed(order, 5))
    await world.tellOrders(cancelled(order, 4))
    expect(world.texts(order.phone)).toHaveLength(2)
  })

  test('once an order is cancelled, no courier is announced for it', async () => {
    const order = newOrder()
    await world.tellOrders(cancelled(order))
    await world.tellDelivery(...deliverySteps(order).slice(0, 3))
    expect(world.texts(order.phone)).toHaveLength(1)
    expect((await world.messages(order.phone)).filter(({ reason }) => reason === 'superseded')).toHaveLength(3)
  })

  test('a shuffled batch is told in order', async () => {
    const order = newOrder()
    const steps = deliverySteps(order)
    await world.tellDelivery(steps[2], steps[0], steps[3], steps[1])
    expect((await world.messages(order.phone)).map(({ template }) => template)).toEqual(steps.map(({ type }) => type))
    expect(world.texts(order.phone)).toHaveLength(4)
  })
})
