import { ListTopicsCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { connect } from 'amqplib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AcknowledgedOrder } from '../auditor/facts.ts'
import { auditAtRest } from '../support/at-rest.ts'
import { driveAll } from '../support/courier.ts'
import { eventually } from '../support/eventually.ts'
import { restock } from '../support/restock.ts'
import { type Shopper, shopperAt } from '../support/shopper.ts'
import { startTestShop, type TestShop } from '../support/test-shop.ts'

interface OutboxRow {
  id: string
  carrier: 'sns' | 'rabbitmq'
  type: string
  envelope: { source: string; subject: string; sequence: number }
}

let shop: TestShop
let shopper: Shopper
let product: string
const orders: AcknowledgedOrder[] = []

beforeAll(async () => {
  shop = await startTestShop()
  shopper = shopperAt(shop.apiUrl)
  const { items } = await shopper.search({ inStock: 'true', limit: '50' })
  product = items.find(({ availability }) => availability === 'enough')?.id ?? ''
  await restock(shop, product)
})
afterAll(() => shop?.stop())

const order = async () => {
  const placed = await shopper.order([{ productId: product, quantity: 1 }])
  orders.push(placed)
  return placed
}

const statusOf = async (orderId: string): Promise<string | undefined> =>
  (await shop.db.query<{ status: string }>('select status from orders.orders where id = $1', [orderId])).rows[0]?.status

const published = async (): Promise<OutboxRow[]> =>
  (
    await shop.db.query<OutboxRow>(`
      select id, carrier, type, envelope from orders.outbox
      union all select id, carrier, type, envelope from catalog.outbox where carrier = 'sns'
      union all select id, carrier, type, envelope from delivery.outbox`)
  ).rows

const shuffled = <T>(values: readonly T[]): T[] =>
  values
    .map((value) => ({ value, rank: Math.random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ value }) => value)

/** Sends events again, as a carrier that delivers twice would: SNS to all its queues, RabbitMQ to all that are bound. */
const sendAgain = async (rows: readonly OutboxRow[]): Promise<void> => {
  const sns = new SNSClient({
    endpoint: shop.aws.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 't', secretAccessKey: 't' },
  })
  const { Topics = [] } = await sns.send(new ListTopicsCommand({}))
  const topicOf = (source: string) => Topics.find(({ TopicArn }) => TopicArn?.includes(`-${source}`))?.TopicArn
  const rabbit = await connect(shop.rabbitMq.urlOf(shop.auditTargets.rabbitMq?.vhost ?? ''))
  const channel = await rabbit.createConfirmChannel()
  for (const { id, carrier, type, envelope } of rows) {
    if (carrier === 'rabbitmq') {
      channel.publish('events', type, Buffer.from(JSON.stringify(envelope)), { messageId: id, persistent: true })
      continue
    }
    const TopicArn = topicOf(envelope.source)
    if (!TopicArn) throw new Error(`no topic of ${envelope.source}`)
    const MessageAttributes = { type: { DataType: 'String', StringValue: type } }
    await sns.send(new PublishCommand({ TopicArn, Message: JSON.stringify(envelope), MessageAttributes }))
  }
  await channel.waitForConfirms()
  await rabbit.close()
}

test('every event comes twice more, in any order, while the order is under way: each has its effect once', async () => {
  for (let n = 0; n < 4; n++) await order()
  await eventually('all are scheduled', async () => {
    for (const { orderId } of orders) if ((await statusOf(orderId)) !== 'scheduled') return false
    return true
  })
  await sendAgain(shuffled(await published()))
  await sendAgain(shuffled(await published()))
  expect(await auditAtRest(shop, orders, 120_000)).toEqual([])
})

test('and once more when everything is delivered: statuses stay, no text is sent again', async () => {
  expect(await driveAll(shop, shopper)).toBe(orders.length)
  await eventually('all are delivered', async () => {
    for (const { orderId } of orders) if ((await statusOf(orderId)) !== 'delivered') return false
    return true
  })
  expect(await auditAtRest(shop, orders, 120_000)).toEqual([])
  const texts = shop.sms.inbox().total
  await sendAgain(shuffled(await published()))
  expect(await auditAtRest(shop, orders, 120_000)).toEqual([])
  expect(shop.sms.inbox().total).toBe(texts)
})

test('news of a delivery that comes backwards waits for what it builds on, and ends at the door', async () => {
  await shop.runner.faults.disable('ordersondelivery')
  const { orderId } = await order()
  await eventually('a courier is assigned', async () => {
    const { rows } = await shop.db.query('select from delivery.delivery where order_id = $1 and status = $2', [
      orderId,
      'assigned',
    ])
    return rows.length === 1
  })
  await driveAll(shop, shopper)
  const news = await eventually('four events', async () => {
    await shop.tick().catch(() => undefined)
    const { rows } = await shop.db.query<OutboxRow>(
      `select id, carrier, type, envelope from delivery.outbox where subject = $1 and published_at is not null order by sequence desc`,
      [orderId],
    )
    return rows.length === 4 ? rows : undefined
  })
  const rabbit = await connect(shop.rabbitMq.urlOf(shop.auditTargets.rabbitMq?.vhost ?? ''))
  const channel = await rabbit.createChannel()
  // At least: a relay may publish twice.
  await eventually(
    'the queue has all four',
    async () => (await channel.checkQueue('orders.delivery')).messageCount >= 4,
  )
  await channel.purgeQueue('orders.delivery')
  await rabbit.close()
  // One by one, latest first, straight to the function: no batch puts them in order.
  await shop.runner.faults.enable('ordersondelivery')
  for (const { id, type, envelope } of news) {
    const data = Buffer.from(JSON.stringify(envelope)).toString('base64')
    const message = {
      basicProperties: { messageId: id, type, headers: null, bodySize: data.length },
      redelivered: false,
      data,
    }
    const answer = await shop.runner.invoke('ordersondelivery', {
      eventSource: 'aws:rmq',
      eventSourceArn: 'arn:aws:mq:us-east-1:000000000000:broker:test',
      rmqMessagesByQueue: { 'orders.delivery::/': [message] },
    })
    expect(answer.functionError).toBeUndefined()
  }
  await eventually('it is delivered', async () => (await statusOf(orderId)) === 'delivered')
  const { rows } = await shop.db.query<{ status: string }>(
    'select status from orders.order_history where order_id = $1 order by version',
    [orderId],
  )
  expect(rows.map(({ status }) => status)).toEqual([
    'placed',
    'confirmed',
    'scheduled',
    'out_for_delivery',
    'delivered',
  ])
  expect(await auditAtRest(shop, orders, 120_000)).toEqual([])
})
