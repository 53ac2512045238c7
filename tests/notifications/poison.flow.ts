import { metrics } from '@korob/platform/observability'
import { applyTopology } from '@korob/platform/rabbit-admin'
import { parkedQueue, reasonHeader, retryQueue } from '@korob/platform/topology'
import { type Channel, type ChannelModel, connect } from 'amqplib'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createVhost, type Vhost } from '../support/vhost.ts'
import { confirmed, deliverySteps, newOrder } from './support/events.ts'
import { startWorld, type World } from './support/world.ts'

let world: World
let vhost: Vhost
let connection: ChannelModel
let channel: Channel

beforeAll(async () => {
  vhost = await createVhost()
  await applyTopology()
  connection = await connect(vhost.url)
  channel = await connection.createChannel()
  world = await startWorld()
})
afterAll(async () => {
  await world.close()
  await connection.close()
  await vhost.drop()
})

const parked = async (queue: string): Promise<string[]> => {
  const reasons: string[] = []
  for (
    let message = await channel.get(queue, { noAck: true });
    message;
    message = await channel.get(queue, { noAck: true })
  )
    reasons.push(String(message.properties.headers?.[reasonHeader]))
  return reasons
}

test('poison is parked with its reason, and its neighbours are told', async () => {
  const order = newOrder()
  const good = confirmed(order)
  const bad = confirmed(newOrder())
  await world.tellOrders(
    'not json',
    { hello: 'world' },
    { ...bad, data: { ...(bad.data as object), contact: { name: 'Анна', phone: '123' } } },
    { ...confirmed(newOrder()), dataversion: 99 },
    good,
  )
  expect(world.texts(order.phone)).toHaveLength(1)
  const reasons = await parked(parkedQueue('notifications.orders'))
  expect(reasons).toHaveLength(4)
  for (const reason of [/not valid JSON/, /not an event/, /contact\.phone/, /version 99 is newer/])
    expect(reasons.filter((one) => reason.test(one))).toHaveLength(1)
})

test('news with a time zone that no clock knows is parked alone', async () => {
  const orders = [newOrder(), newOrder(), newOrder()]
  const [first, ...others] = orders.map((order) => deliverySteps(order)[0])
  const counted = vi.spyOn(metrics, 'addMetric')
  await world.tellDelivery({ ...first, data: { ...(first!.data as object), timeZone: 'Mars/Olympus' } }, ...others)
  const names = counted.mock.calls.map(([name]) => name)
  counted.mockRestore()
  expect(names).not.toContain('setsDivided')
  const [reason, ...more] = await parked(parkedQueue('notifications.delivery'))
  expect(reason).toMatch(/time zone.*timeZone/s)
  expect(more).toEqual([])
  for (const { phone } of orders.slice(1)) expect(world.texts(phone)).toHaveLength(1)
})

test('with the database away, events go to the retry queue and none is lost', async () => {
  const order = newOrder()
  const [assigned] = deliverySteps(order)
  await world.db.admin.query('alter table notifications.messages rename to hidden')
  try {
    await world.tellDelivery(assigned)
  } finally {
    await world.db.admin.query('alter table notifications.hidden rename to messages')
  }
  const waiting = await channel.get(retryQueue('notifications.delivery', 1), { noAck: true })
  expect(waiting).not.toBe(false)
  expect(await world.messages(order.phone)).toEqual([])
  await world.tellDelivery(JSON.parse((waiting || undefined)!.content.toString('utf8')))
  expect(world.texts(order.phone)).toHaveLength(1)
})
