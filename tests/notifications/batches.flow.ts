import type { Envelope } from '@korob/platform/events'
import { applyTopology } from '@korob/platform/rabbit-admin'
import { retryQueue } from '@korob/platform/topology'
import { connect } from 'amqplib'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createVhost, type Vhost } from '../support/vhost.ts'
import { assigned, confirmed, deliverySteps, newOrder, type OrderFacts, replanned } from './support/events.ts'
import { startWorld, type World } from './support/world.ts'

let world: World
let vhost: Vhost

beforeAll(async () => {
  vhost = await createVhost()
  await applyTopology()
  world = await startWorld()
})
afterEach(() => {
  for (const name of ['SMS_QUIET_HOURS', 'SMS_NEWS_PER_HOUR']) delete process.env[name]
  world.calm()
})
afterAll(async () => {
  await world?.close()
  await vhost?.drop()
})

const fates = async (phone: string) => {
  const rows = await world.messages(phone)
  return rows.map(({ template, status, reason }) => [
    template,
    ['sent', 'delivered'].includes(status) ? 'told' : (reason ?? status),
  ])
}

const hourInMoscow = Number(
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: 'Europe/Moscow' }).format(new Date()),
)

/** What delivery may tell of an order. */
const newsOf = (order: OrderFacts, which: number, sequence: number): Envelope => {
  const [, handedOver, departed, delivered] = deliverySteps(order)
  const news = [
    assigned(order, sequence, 'Иван'),
    replanned(order, sequence, 'Пётр'),
    { ...handedOver, sequence },
    { ...departed, sequence },
    { ...delivered, sequence },
  ]
  return news[which % news.length]!
}

/** As a queue hands them to whoever works one message after the other: subjects as they come, each by sequence. */
const oneByOne = (events: readonly Envelope[]): Envelope[] =>
  [...Map.groupBy(events, ({ subject }) => subject).values()].flatMap((group) =>
    group.toSorted((a, b) => a.sequence - b.sequence),
  )

// Which of three orders, what of it, with which sequence, whether twice.
const batches = fc.array(fc.tuple(fc.nat(2), fc.nat(4), fc.integer({ min: 1, max: 4 }), fc.boolean()), {
  minLength: 2,
  maxLength: 12,
})

test('a batch ends as its events do that come one by one: each once, in order, held, overtaken and counted alike', async () => {
  process.env.SMS_QUIET_HOURS = `${hourInMoscow}-${(hourInMoscow + 2) % 24}`
  process.env.SMS_NEWS_PER_HOUR = '4'
  await fc.assert(
    fc.asyncProperty(batches, async (wanted) => {
      // Two orders share a phone, and with it an allowance.
      const eventsOf = () => {
        const [first, second, third] = [newOrder(), newOrder(), newOrder()]
        const orders = [first, { ...second, phone: first.phone }, third]
        const events = wanted.flatMap(([order, which, sequence, twice]) => {
          const event = newsOf(orders[order]!, which, sequence)
          return twice ? [event, event] : [event]
        })
        return { events, phones: [first.phone, third.phone] }
      }
      const together = eventsOf()
      const apart = eventsOf()
      await world.tellDelivery(...together.events)
      for (const event of oneByOne(apart.events)) await world.tellDelivery(event)
      for (const [at, phone] of together.phones.entries())
        expect(await fates(phone)).toEqual(await fates(apart.phones[at]!))
    }),
    { numRuns: 8, seed: 42 },
  )
})

test('one that the database refuses goes to the retry queue alone, and the others of its batch are told', async () => {
  const orders = Array.from({ length: 5 }, () => newOrder())
  const bad = orders[2]!
  await world.db.admin.query(
    `alter table notifications.messages add constraint refused check (recipient <> '${bad.phone}') not valid`,
  )
  try {
    await world.tellOrders(...orders.map((order) => confirmed(order)))
  } finally {
    await world.db.admin.query('alter table notifications.messages drop constraint refused')
  }
  for (const order of orders) expect(world.texts(order.phone)).toHaveLength(order === bad ? 0 : 1)
  const connection = await connect(vhost.url)
  const channel = await connection.createChannel()
  const message = await channel.get(retryQueue('notifications.orders', 1), { noAck: true })
  expect((message || undefined)?.content.toString()).toContain(bad.orderId)
  expect(await channel.get(retryQueue('notifications.orders', 1), { noAck: true })).toBe(false)
  await connection.close()
})

test('a batch with more texts to one number than its hour allows sends those it may, and counts them', async () => {
  process.env.SMS_NEWS_PER_HOUR = '3'
  const { phone } = newOrder()
  const orders = Array.from({ length: 6 }, () => ({ ...newOrder(), phone }))
  await world.tellOrders(...orders.map((order) => confirmed(order)))
  expect((await fates(phone)).map(([, fate]) => fate)).toEqual([
    'told',
    'told',
    'told',
    'limited',
    'limited',
    'limited',
  ])
  expect(world.texts(phone)).toHaveLength(3)
})

test('batches that share events and numbers, in opposite orders at once, end as one text each', async () => {
  const orders = Array.from({ length: 40 }, () => newOrder())
  const events = orders.map((order) => confirmed(order))
  await Promise.all([
    world.tellOrders(...events),
    world.tellOrders(...events.toReversed()),
    world.tellOrders(...events),
  ])
  await world.sweep()
  for (const { phone } of orders) {
    expect(await world.messages(phone)).toHaveLength(1)
    expect(world.texts(phone)).toHaveLength(1)
  }
})
