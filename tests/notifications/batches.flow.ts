import { closeDatabase, transaction } from '@korob/platform/database'
import type { Envelope } from '@korob/platform/events'
import { metrics } from '@korob/platform/observability'
import { applyTopology } from '@korob/platform/rabbit-admin'
import { type QueueName, reasonHeader, retryQueue } from '@korob/platform/topology'
import { connect } from 'amqplib'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { handler as onOrders } from '../../functions/notifications/handlers/on-orders.ts'
import { lockAddressees } from '../../functions/notifications/store/addressees.ts'
import { eventually } from '../support/eventually.ts'
import { lambdaContext } from '../support/lambda-context.ts'
import { createVhost, type Vhost } from '../support/vhost.ts'
import {
  assigned,
  batchOf,
  cancelled,
  confirmed,
  deliverySteps,
  newOrder,
  type OrderFacts,
  otherCourier,
  replanned,
} from './support/events.ts'
import { startWorld, type World } from './support/world.ts'

let world: World
let vhost: Vhost

beforeAll(async () => {
  // What waits to be tried again is looked at, not worked.
  process.env.RABBITMQ_RETRY_STEPS_MS = '600000'
  vhost = await createVhost()
  await applyTopology()
  world = await startWorld()
})
afterEach(() => {
  for (const name of ['SMS_QUIET_HOURS', 'SMS_NEWS_PER_HOUR']) delete process.env[name]
  world.calm()
})
afterAll(async () => {
  delete process.env.RABBITMQ_RETRY_STEPS_MS
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

/** Takes a message out of the first retry queue, if one is there. */
const retried = async (
  queue: QueueName = 'notifications.orders',
): Promise<{ content: string; reason: unknown } | undefined> => {
  const connection = await connect(vhost.url)
  try {
    const channel = await connection.createChannel()
    const message = await channel.get(retryQueue(queue, 1), { noAck: true })
    if (!message) return undefined
    return { content: message.content.toString(), reason: message.properties.headers?.[reasonHeader] }
  } finally {
    await connection.close()
  }
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
  expect((await retried())?.content).toContain(bad.orderId)
  expect(await retried()).toBeUndefined()
})

test('one whose number another transaction has locked holds up none of its batch, and comes back', async () => {
  const orders = Array.from({ length: 5 }, () => newOrder())
  const known = orders[1]!
  await world.tellOrders(confirmed(known))
  const event = cancelled(known)
  const { admin } = world.db
  await admin.query('begin')
  await admin.query('select from notifications.text_limits where phone = $1 for update', [known.phone])
  try {
    await world.tellOrders(...orders.map((order) => (order === known ? event : confirmed(order))))
    for (const { phone } of orders) expect(world.texts(phone)).toHaveLength(1)
  } finally {
    await admin.query('rollback')
  }
  const { content, reason } = (await retried())!
  expect(JSON.parse(content).id).toBe(event.id)
  expect(reason).toBe('what it needs is locked by another transaction')
  expect(await retried()).toBeUndefined()
  // It went on by itself where its environment lived on, and is a duplicate then.
  await world.tellOrders(JSON.parse(content))
  await eventually('it is told', async () => {
    await world.sweep()
    return world.texts(known.phone).length === 2
  })
  expect(await fates(known.phone)).toEqual([
    ['order.confirmed', 'told'],
    ['order.cancelled', 'told'],
  ])
})

test('one whose number nobody has a row of yet, but another batch is just making, holds up none of its batch either', async () => {
  const orders = Array.from({ length: 5 }, () => newOrder())
  const { phone } = orders[2]!
  await transaction(async (tx) => {
    await lockAddressees(tx, [{ phone, kind: 'news' }])
    await world.tellOrders(...orders.map((order) => confirmed(order)))
    for (const order of orders) expect(world.texts(order.phone)).toHaveLength(order.phone === phone ? 0 : 1)
  })
  const { content } = (await retried())!
  await world.tellOrders(JSON.parse(content))
  await eventually('it is told', async () => {
    await world.sweep()
    return world.texts(phone).length === 1
  })
})

test('however many numbers are locked for long, alone or in a set, no connection waits for them', async () => {
  const poolMax = process.env.DATABASE_POOL_MAX
  await closeDatabase()
  process.env.DATABASE_POOL_MAX = '4'
  const [together, alone] = [5, 5].map((length) => Array.from({ length }, () => newOrder())) as [
    OrderFacts[],
    OrderFacts[],
  ]
  const free = newOrder()
  const { admin } = world.db
  await admin.query('begin')
  await admin.query(
    `select pg_advisory_xact_lock(hashtextextended('news' || phone, 0)) from unnest($1::text[]) as phone`,
    [[...together, ...alone].map(({ phone }) => phone)],
  )
  try {
    await world.tellDelivery(
      ...[...together, free].map((order) => assigned(order, 1, 'Иван')),
      ...alone.flatMap((order) => [assigned(order, 1, 'Иван'), otherCourier(order, 2, 'Пётр')]),
    )
    const { rows } = await admin.query(
      `select from pg_stat_activity
        where datname = current_database() and usename = 'notifications' and (wait_event_type = 'Lock' or state <> 'idle')`,
    )
    expect(rows).toEqual([])
    expect(world.texts(free.phone)).toHaveLength(1)
  } finally {
    await admin.query('rollback')
    await closeDatabase()
    process.env.DATABASE_POOL_MAX = poolMax
  }
  const events: unknown[] = []
  for (let one = await retried('notifications.delivery'); one; one = await retried('notifications.delivery'))
    events.push(JSON.parse(one.content))
  expect(events).toHaveLength(15)
  await world.tellDelivery(...events)
  for (const { phone } of [...together, ...alone]) expect(world.texts(phone)).toHaveLength(1)
})

test('what was withheld is counted once, however often its transaction was tried', async () => {
  const orders = Array.from({ length: 3 }, () => newOrder())
  const [stopped, bad] = orders as [OrderFacts, OrderFacts]
  await world.reply(stopped.phone, 'STOP')
  const counted = vi.spyOn(metrics, 'addMetric')
  await world.db.admin.query(
    `alter table notifications.messages add constraint refused check (recipient <> '${bad.phone}') not valid`,
  )
  try {
    await world.tellOrders(...orders.map((order) => confirmed(order)))
  } finally {
    await world.db.admin.query('alter table notifications.messages drop constraint refused')
  }
  const names = counted.mock.calls.map(([name]) => name)
  counted.mockRestore()
  expect(names).toContain('setsDivided')
  expect(names.filter((name) => name === 'textsOptedOut')).toHaveLength(1)
  expect(JSON.parse((await retried())!.content).subject).toBe(bad.orderId)
})

test('a set that its invocation has no time for is set aside, and told once though it went on by itself', async () => {
  const orders = Array.from({ length: 5 }, () => newOrder())
  const { admin } = world.db
  await admin.query('begin')
  await admin.query('lock table notifications.messages in share mode')
  const endsAtMs = Date.now() + 12_300
  try {
    await onOrders(batchOf('notifications.orders', ...orders.map((order) => confirmed(order))), {
      ...lambdaContext(),
      getRemainingTimeInMillis: () => endsAtMs - Date.now(),
    })
  } finally {
    await admin.query('rollback')
  }
  const events: unknown[] = []
  for (let one = await retried(); one; one = await retried()) events.push(JSON.parse(one.content))
  expect(events).toHaveLength(orders.length)
  await world.tellOrders(...events)
  await eventually('all are told', async () => {
    await world.passTime(60)
    await world.sweep()
    return orders.every(({ phone }) => world.texts(phone).length > 0)
  })
  for (const { phone } of orders) {
    expect(await world.messages(phone)).toHaveLength(1)
    expect(world.texts(phone)).toHaveLength(1)
  }
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
