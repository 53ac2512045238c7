import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { resetBreaker } from '../../functions/notifications/sending/breaker.ts'
import { claimDue } from '../../functions/notifications/store/claim.ts'
import { eventually } from '../support/eventually.ts'
import { confirmed, deliverySteps, newOrder } from './support/events.ts'
import { killSenderWhile } from './support/killed-sender.ts'
import { startWorld, type World } from './support/world.ts'

let world: World

beforeAll(async () => {
  world = await startWorld()
})
afterEach(() => world.calm())
afterAll(() => world.close())

const only = async (phone: string) => {
  const rows = await world.messages(phone)
  expect(rows).toHaveLength(1)
  return rows[0]!
}
const messagesOf = async (orders: readonly { phone: string }[]) => {
  const phones = new Set(orders.map(({ phone }) => phone))
  const rows = (await world.messages()).filter(({ recipient }) => phones.has(recipient))
  expect(rows).toHaveLength(orders.length)
  return rows
}
const settled = ['sent', 'delivered']
const has = expect.stringMatching(/^(sent|delivered)$/)

describe('a gateway that does not take texts', () => {
  test('while it is down, texts wait; after that each is sent once, in order', async () => {
    const orders = Array.from({ length: 20 }, () => newOrder())
    world.sms.switches({ down: true })
    await world.tellOrders(...orders.map((order) => confirmed(order)))
    await world.tellDelivery(...orders.flatMap((order) => deliverySteps(order)))
    for (const { phone } of orders) expect(world.texts(phone)).toEqual([])
    world.calm()
    await world.passTime(600)
    await world.sweep()
    for (const { phone, number } of orders) {
      const texts = world.texts(phone)
      expect(texts).toHaveLength(5)
      expect(texts[0]).toContain(`${number} принят`)
      expect(texts[4]).toContain('доставлен')
    }
  })

  test('with nobody listening, the text surely was not sent and is only postponed', async () => {
    const order = newOrder()
    const url = process.env.SMS_GATEWAY_URL
    process.env.SMS_GATEWAY_URL = 'http://127.0.0.1:9'
    await world.tellOrders(confirmed(order))
    process.env.SMS_GATEWAY_URL = url
    expect(await only(order.phone)).toMatchObject({ status: 'queued', attempts: 1 })
    world.calm()
    await world.passTime(600)
    await world.sweep()
    expect(world.texts(order.phone)).toHaveLength(1)
  })

  test('when it fails again and again, it is left in peace and the rest waits untried', async () => {
    world.sms.switches({ down: true })
    const orders = Array.from({ length: 100 }, () => newOrder())
    await world.tellOrders(...orders.map((order) => confirmed(order)))
    const rows = await messagesOf(orders)
    expect(rows.filter(({ attempts }) => attempts > 0).length).toBeLessThanOrEqual(48)
    world.calm()
    await world.passTime(600)
    await world.sweep()
    for (const { phone } of orders) expect(world.texts(phone)).toHaveLength(1)
  })

  test('at its limit it is asked again after a while', async () => {
    world.sms.switches({ rateLimitPerSecond: 5 })
    const orders = Array.from({ length: 12 }, () => newOrder())
    await world.tellOrders(...orders.map((order) => confirmed(order)))
    await eventually('all texts', async () => {
      resetBreaker()
      await world.passTime(600)
      await world.sweep()
      return orders.every(({ phone }) => world.texts(phone).length === 1)
    })
    for (const { phone } of orders) expect(settled).toContain((await only(phone)).status)
  })

  test('what it will never take fails at once, and does not hold up the order’s next text', async () => {
    const order = { ...newOrder(), phone: '+15005550009' }
    await world.tellOrders(confirmed(order))
    expect(await only(order.phone)).toMatchObject({ status: 'failed', attempts: 1, due_at: null })
    expect((await only(order.phone)).reason).toContain('21614')
  })

  test('a text that has become useless is dropped, and recorded so', async () => {
    const order = newOrder()
    world.sms.switches({ down: true })
    await world.tellOrders(confirmed(order))
    await world.db.admin.query('update notifications.messages set expires_at = now() where recipient = $1', [
      order.phone,
    ])
    world.calm()
    await world.passTime(600)
    expect((await world.sweep()).dropped).toBe(1)
    expect(await only(order.phone)).toMatchObject({ status: 'dropped', reason: 'expired' })
    expect(world.texts(order.phone)).toEqual([])
  })
})

describe.each([
  { fault: 'the answer times out', switches: { timeoutRate: 1 } },
  { fault: 'the connection is cut', switches: { disconnectRate: 1 } },
])('an accepted text whose answer is lost: $fault', ({ switches }) => {
  test('is found by search and not sent again', async () => {
    const order = newOrder()
    world.sms.switches({ ...switches, loseReceiptRate: 1 })
    await world.tellOrders(confirmed(order))
    expect(await only(order.phone)).toMatchObject({ status: 'unknown', attempts: 1, gateway_id: null })
    world.calm()
    await world.passTime(60)
    await world.sweep()
    expect(await only(order.phone)).toMatchObject({
      status: has,
      attempts: 1,
      gateway_id: expect.stringMatching(/^SM/),
    })
    expect(world.texts(order.phone)).toHaveLength(1)
  })

  test('is known by its callback before anybody searches', async () => {
    const order = newOrder()
    world.sms.switches(switches)
    await world.tellOrders(confirmed(order))
    await eventually('the receipt', async () => (await only(order.phone)).status === 'delivered')
    expect(await only(order.phone)).toMatchObject({ attempts: 1, gateway_id: expect.stringMatching(/^SM/) })
  })
})

describe('a text that may have been sent', () => {
  test('is known, once found, with all that became of it though every receipt was lost', async () => {
    const order = newOrder()
    world.sms.switches({ disconnectRate: 1, loseReceiptRate: 1, undeliveredRate: 1 })
    await world.tellOrders(confirmed(order))
    await eventually('its end', () => world.sms.inbox({ to: order.phone, status: 'undelivered' }).total === 1)
    world.calm()
    await world.passTime(60)
    await world.sweep()
    expect(await only(order.phone)).toMatchObject({ status: 'undelivered', attempts: 1 })
  })

  test('is sent again only when the gateway surely has not got it and had time to show it', async () => {
    const order = newOrder()
    world.sms.switches({ failRate: 1, failWith: { status: 500, code: 20500 } })
    await world.tellOrders(confirmed(order))
    expect((await only(order.phone)).status).toBe('unknown')
    world.calm()
    await world.db.admin.query('update notifications.messages set due_at = now() where recipient = $1', [order.phone])
    await world.sweep()
    expect(await only(order.phone)).toMatchObject({ status: 'unknown', attempts: 1 })
    for (const attempts of [1, 2]) {
      await world.passTime(60)
      await world.sweep()
      expect((await only(order.phone)).attempts).toBe(attempts)
    }
    expect((await only(order.phone)).gateway_id).toMatch(/^SM/)
    expect(world.texts(order.phone)).toHaveLength(1)
  })

  test('is not sent again while the gateway can’t be asked', async () => {
    const order = newOrder()
    world.sms.switches({ disconnectRate: 1, loseReceiptRate: 1 })
    await world.tellOrders(confirmed(order))
    world.sms.switches({ disconnectRate: 0, down: true })
    for (let round = 0; round < 3; round++) {
      resetBreaker()
      await world.passTime(3600)
      await world.sweep()
    }
    expect(await only(order.phone)).toMatchObject({ status: 'unknown', attempts: 1 })
    world.calm()
    await world.passTime(3600)
    await world.sweep()
    expect(await only(order.phone)).toMatchObject({ status: has, attempts: 1 })
    expect(world.texts(order.phone)).toHaveLength(1)
  })

  test('two alike are two texts, each found once', async () => {
    const order = newOrder()
    world.sms.switches({ disconnectRate: 1, loseReceiptRate: 1 })
    await world.tellOrders(confirmed(order, 2))
    resetBreaker()
    await world.tellOrders(confirmed(order, 3))
    world.calm()
    await world.passTime(60)
    await Promise.all([world.sweep(), world.sweep()])
    await world.passTime(60)
    await world.sweep()
    const rows = await world.messages(order.phone)
    expect(new Set(rows.map(({ gateway_id }) => gateway_id)).size).toBe(2)
    for (const row of rows) expect(row).toMatchObject({ status: has, attempts: 1 })
    expect(world.texts(order.phone)).toHaveLength(2)
  })
})

describe('a sender that dies', () => {
  test('after the gateway took the text and before it was recorded: no second text', async () => {
    const order = newOrder()
    world.sms.switches({ slowMs: 60_000, loseReceiptRate: 1 })
    await killSenderWhile([confirmed(order)], () => eventually('the text', () => world.texts(order.phone).length === 1))
    expect((await only(order.phone)).status).toBe('sending')
    world.calm()
    await world.sweep()
    expect((await only(order.phone)).status).toBe('sending')
    await world.passTime(60)
    await world.sweep()
    expect(await only(order.phone)).toMatchObject({ status: has, attempts: 1 })
    expect(world.texts(order.phone)).toHaveLength(1)
  })

  test('between its claim and the gateway: the text is sent by another', async () => {
    const order = newOrder()
    world.sms.switches({ down: true })
    await world.tellOrders(confirmed(order))
    world.calm()
    await world.passTime(600)
    expect(await claimDue(10, 30_000, [order.orderId])).toHaveLength(1)
    for (const _ of ['not listed', 'still not listed']) {
      await world.passTime(60)
      await world.sweep()
    }
    expect(world.texts(order.phone)).toHaveLength(1)
    expect(settled).toContain((await only(order.phone)).status)
  })

  test('between the commit and sending: an event that comes again does not hide the unsent text', async () => {
    const order = newOrder()
    const event = confirmed(order)
    world.sms.switches({ down: true })
    await world.tellOrders(event)
    world.calm()
    await world.passTime(600)
    await world.tellOrders(event)
    await world.sweep()
    expect(world.texts(order.phone)).toHaveLength(1)
  })

  test('many senders at once send each text once', async () => {
    world.sms.switches({ down: true })
    const orders = Array.from({ length: 30 }, () => newOrder())
    await world.tellOrders(...orders.map((order) => confirmed(order)))
    world.calm()
    await world.passTime(600)
    await Promise.all(Array.from({ length: 8 }, () => world.sweep()))
    for (const { phone } of orders) expect(world.texts(phone)).toHaveLength(1)
  })
})

test('with a fifth failing, some lost answers and lost receipts, every event ends as one text', async () => {
  world.sms.switches({ failRate: 0.2, timeoutRate: 0.03, disconnectRate: 0.05, loseReceiptRate: 0.1, seed: 7 })
  const orders = Array.from({ length: 100 }, () => newOrder())
  await world.tellOrders(...orders.map((order) => confirmed(order)))
  await eventually('all texts', async () => {
    resetBreaker()
    await world.passTime(600)
    await world.sweep()
    const rows = await messagesOf(orders)
    return rows.every(({ status }) => settled.includes(status))
  })
  for (const { phone } of orders) expect(world.texts(phone)).toHaveLength(1)
})
