import { publishConfirmed } from '@korob/platform/rabbit'
import { exchange } from '@korob/platform/topology'
import { connect } from 'amqplib'
import pg from 'pg'
import { handler as onOrders } from '../../../functions/notifications/handlers/on-orders.ts'
import { confirmed, newOrder } from '../../notifications/support/events.ts'
import { consume } from '../../notifications/support/storm/consuming.ts'
import type { World } from '../../notifications/support/world.ts'
import { eventually } from '../../support/eventually.ts'
import { median } from '../measure/statistics.ts'
import { table } from '../measure/table.ts'
import { startInstantGateway } from './instant-gateway.ts'

const messages = 2_000
const rounds = 3
const queue = 'notifications.orders'

const publishAll = async (amqpUrl: string): Promise<void> => {
  const connection = await connect(amqpUrl)
  const channel = await connection.createChannel()
  // Nothing of the round before is counted.
  await channel.purgeQueue(queue)
  await connection.close()
  const contents = Array.from({ length: messages }, () => Buffer.from(JSON.stringify(confirmed(newOrder()))))
  const outgoing = contents.map((content, at) => ({
    exchange,
    routingKey: 'order.confirmed',
    content,
    options: { messageId: String(at) },
  }))
  for (let at = 0; at < outgoing.length; at += 200) {
    const results = await publishConfirmed(outgoing.slice(at, at + 200))
    if (results.some(({ status }) => status === 'rejected')) throw new Error('the broker took not all')
  }
}

/** amqplib and one insert a message, sixteen at once, as many as our function's connections. */
const bareRate = async (amqpUrl: string, databaseUrl: string): Promise<number> => {
  await publishAll(amqpUrl)
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 16 })
  const connection = await connect(amqpUrl)
  const channel = await connection.createChannel()
  await channel.prefetch(100)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let done = 0
  const startedAt = performance.now()
  await channel.consume(queue, (message) => {
    if (!message) return
    pool.query('insert into bench_message (body) values ($1)', [message.content.toString()]).then(() => {
      if (done === messages) return
      channel.ack(message)
      done += 1
      if (done === messages) resolve()
    }, reject)
  })
  await promise
  const rate = messages / ((performance.now() - startedAt) / 1000)
  await connection.close()
  await pool.end()
  return rate
}

const ourRate = async (amqpUrl: string): Promise<number> => {
  await publishAll(amqpUrl)
  const gateway = await startInstantGateway()
  const startedAt = performance.now()
  const mappings = consume(amqpUrl, { [queue]: onOrders })
  await eventually('all texts are at the gateway', async () => (await gateway.count()) === messages)
  const rate = messages / ((performance.now() - startedAt) / 1000)
  await mappings.stop()
  gateway.close()
  return rate
}

/** Events a second from RabbitMQ to the gateway, beside a bare consumer in the same run, in turns. */
export const measureThroughput = async (world: World, amqpUrl: string): Promise<void> => {
  await world.db.admin.query('create table bench_message (id bigint generated always as identity, body jsonb)')
  const bare: number[] = []
  const ours: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await bareRate(amqpUrl, world.db.adminUrl))
    ours.push(await ourRate(amqpUrl))
  }
  console.log(
    table(
      ['consumer', 'events/s', 'rounds'],
      [
        ['amqplib, an insert a message', median(bare), bare.map(Math.round).join(' ')],
        ['RabbitMQ to gateway', median(ours), ours.map(Math.round).join(' ')],
      ],
    ),
  )
  console.log(`  ${(median(ours) / median(bare)).toFixed(2)} of the bare consumer`)
}
