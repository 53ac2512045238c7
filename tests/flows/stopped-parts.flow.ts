import { connect } from 'amqplib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AcknowledgedOrder } from '../auditor/facts.ts'
import { alteredAssembly } from '../support/altered-assembly.ts'
import { auditAtRest } from '../support/at-rest.ts'
import { driveAll } from '../support/courier.ts'
import { eventually } from '../support/eventually.ts'
import { failedInvocations } from '../support/failed-invocations.ts'
import { restock } from '../support/restock.ts'
import { type Shopper, type Slot, shopperAt } from '../support/shopper.ts'
import { startTestShop, type TestShop } from '../support/test-shop.ts'

const fleetSize = 40

let shop: TestShop
let shopper: Shopper
let product: string
let slots: Slot[]
const orders: AcknowledgedOrder[] = []

// A tenth of the batch window: what fails again and again comes back sooner, and is the same otherwise.
const eager = () =>
  alteredAssembly({ files: '*.template.json', place: '"windowMs": 500', otherwise: '"windowMs": 50', times: 4 })
let assembly: ReturnType<typeof eager>

beforeAll(async () => {
  assembly = eager()
  shop = await startTestShop({ ownRabbitMq: true, fleetSize, assembly: assembly.folder })
  shopper = shopperAt(shop.apiUrl)
})
afterAll(async () => {
  await shop?.stop()
  assembly?.remove()
})

beforeEach(async () => {
  const { items } = await shopper.search({ inStock: 'true', limit: '50' })
  product = items.find(({ availability }) => availability === 'enough')?.id ?? ''
  await restock(shop, product)
  slots = await shopper.slots()
})

/** `count` orders, six shoppers at a time, spread over the slots. */
const placeOrders = async (count: number): Promise<AcknowledgedOrder[]> => {
  const total = await shopper.quoteTotal([{ productId: product, quantity: 1 }])
  const placed: AcknowledgedOrder[] = []
  let next = 0
  const shopperWork = async () => {
    for (let n = next++; n < count; n = next++)
      placed.push(
        await shopper.order([{ productId: product, quantity: 1 }], {
          slotId: slots[n % slots.length]?.id,
          expectedTotalMinor: total,
        }),
      )
  }
  await Promise.all(Array.from({ length: 6 }, shopperWork))
  orders.push(...placed)
  return placed
}

const textsTo = (phone: string) => shop.sms.inbox({ to: phone }).messages

const deleteQueue = async (name: string): Promise<void> => {
  const rabbit = await connect(shop.rabbitMq.urlOf(shop.auditTargets.rabbitMq?.vhost ?? ''))
  const channel = await rabbit.createChannel()
  await channel.deleteQueue(name)
  await rabbit.close()
}

describe('the shop goes on while a part of it is stopped, and nothing is lost or doubled', () => {
  test('notifications are stopped, 50 orders are placed, notifications start: exactly one text per event', async () => {
    await shop.runner.faults.disable('notifications')
    const placed = await placeOrders(50)
    await eventually('all 50 are scheduled', async () => {
      const { rows } = await shop.db.query<{ n: number }>(
        `select count(*)::int as n from orders.orders where status = 'scheduled'`,
      )
      return rows[0]?.n === 50
    })
    expect(shop.sms.inbox().total).toBe(0)
    await shop.runner.faults.enable('notifications')
    expect(await auditAtRest(shop, orders)).toEqual([])
    for (const { phone } of placed) expect(textsTo(phone)).toHaveLength(2)
  })

  test('RabbitMQ is killed while orders come in: they are taken, and each event has its effect once it is back', async () => {
    const before = await placeOrders(5)
    await shop.rabbitMq.kill()
    const during = await placeOrders(20).finally(() => shop.rabbitMq.restart())
    expect(await auditAtRest(shop, orders)).toEqual([])
    for (const { phone } of [...before, ...during]) expect(textsTo(phone)).toHaveLength(2)
  })

  test('the SMS gateway is down, then loses answers: one text per event all the same', async () => {
    shop.sms.switches({ down: true })
    const whileDown = await placeOrders(6)
    await eventually('a text was tried', async () => {
      const { rows } = await shop.db.query<{ n: number }>(
        'select count(*)::int as n from notifications.messages where attempts > 0 and sent_at is null',
      )
      return (rows[0]?.n ?? 0) > 0
    })
    expect(whileDown.flatMap(({ phone }) => textsTo(phone))).toEqual([])
    shop.sms.switches({ down: false, disconnectRate: 0.3 })
    const whileLossy = await placeOrders(6)
    await eventually('an answer was lost', async () => {
      const { rows } = await shop.db.query(`select from notifications.message_attempts where outcome = 'unknown'`)
      return rows.length > 0
    })
    shop.sms.switches({ disconnectRate: 0 })
    await shop.db.query(`update notifications.messages set due_at = now() where due_at is not null and claim is null`)
    expect(await auditAtRest(shop, orders)).toEqual([])
    for (const { phone } of [...whileDown, ...whileLossy]) expect(textsTo(phone)).toHaveLength(2)
  })

  test('a consumer of RabbitMQ fails in each of 25 invocations, and loses nothing', async () => {
    // Delivery's news would meanwhile use up its attempts; it waits.
    await shop.runner.faults.disable('notificationsondelivery')
    // The consumer can neither apply a message (its login is refused) nor set it aside (the retry queue is gone).
    await shop.db.query('alter role notifications nologin')
    await shop.db.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'notifications'`)
    await deleteQueue('notifications.orders.retry.1')
    const placed = await placeOrders(3)
    await eventually('all three confirmations are in its queue', async () => {
      const { rows } = await shop.db.query(
        `select from orders.outbox where type = 'order.confirmed' and carrier = 'rabbitmq' and published_at is not null
            and subject = any($1)`,
        [placed.map(({ orderId }) => orderId)],
      )
      return rows.length === 3
    })
    const failures = () => failedInvocations(shop, 'notificationsonorders')
    // One more: the first may have begun without the last of the three.
    const enough = failures() + 26
    await eventually('25 failed invocations', () => failures() >= enough)
    for (const { phone } of placed) expect(textsTo(phone)).toEqual([])
    await shop.db.query('alter role notifications login')
    await shop.provision()
    await shop.runner.faults.enable('notificationsondelivery')
    expect(await auditAtRest(shop, orders)).toEqual([])
    for (const { phone } of placed) expect(textsTo(phone)).toHaveLength(2)
  })

  test('in the end every parcel is delivered, every shopper knows, and stock adds up', async () => {
    const open = orders.length
    expect(await driveAll(shop, shopper, fleetSize)).toBe(open)
    expect(await auditAtRest(shop, orders)).toEqual([])
    const { rows } = await shop.db.query<{ status: string; n: number }>(
      'select status, count(*)::int as n from orders.orders group by 1',
    )
    expect(rows).toEqual([{ status: 'delivered', n: open }])
  })
})
