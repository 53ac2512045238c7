import { publishConfirmed } from '@korob/platform/rabbit'
import { exchange } from '@korob/platform/topology'
import { connect } from 'amqplib'
import { handler as onOrders } from '../../../functions/notifications/handlers/on-orders.ts'
import { confirmed, newOrder } from '../../notifications/support/events.ts'
import { consume } from '../../notifications/support/storm/consuming.ts'
import type { World } from '../../notifications/support/world.ts'
import { eventually } from '../../support/eventually.ts'
import { cpuMsOf } from '../measure/cpu.ts'
import { heapMb, inMb } from '../measure/heap.ts'
import { median } from '../measure/statistics.ts'
import { table } from '../measure/table.ts'
import { bareConsumer, barePosts } from './bare-consumers.ts'
import { startInstantGateway } from './instant-gateway.ts'

const messages = 5_000
const rounds = 3
const queue = 'notifications.orders'

/** Whose time is counted. */
export interface Processes {
  postgres: number | undefined
  rabbitMq: number | undefined
}

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

const ourRate = async (amqpUrl: string, arrived: () => Promise<number>): Promise<number> => {
  const startedAt = performance.now()
  const mappings = consume(amqpUrl, { [queue]: onOrders })
  await eventually('all texts are at the gateway', async () => (await arrived()) === messages)
  const rate = messages / ((performance.now() - startedAt) / 1000)
  await mappings.stop()
  return rate
}

/** Milliseconds of CPU time by who used it. */
const cpuNow = (processes: Processes, gateway: number | undefined): number[] => {
  const { user, system } = process.cpuUsage()
  return [(user + system) / 1000, cpuMsOf(processes.postgres), cpuMsOf(processes.rabbitMq), cpuMsOf(gateway)]
}

interface Side {
  name: string
  rates: number[]
  /** Of all rounds: consumer, PostgreSQL, RabbitMQ, gateway. */
  cpuMs: number[]
}

/** Events a second from RabbitMQ to the gateway, beside bare clients of the same engines in the same run, in turns. */
export const measureThroughput = async (world: World, amqpUrl: string, processes: Processes): Promise<void> => {
  await world.db.admin.query('create table bench_message (id bigint generated always as identity, body jsonb)')
  const bare = { amqpUrl, databaseUrl: world.db.adminUrl, queue, count: messages }
  const sides: (Side & { run: (gatewayUrl: string, arrived: () => Promise<number>) => Promise<number> })[] = [
    { name: 'amqplib, an insert a message', run: () => bareConsumer(bare) },
    { name: 'the same and a post', run: (gatewayUrl: string) => bareConsumer({ ...bare, gatewayUrl }) },
    { name: 'posts alone', run: (gatewayUrl: string) => barePosts(gatewayUrl, messages) },
    { name: 'RabbitMQ to gateway', run: (_: string, arrived: () => Promise<number>) => ourRate(amqpUrl, arrived) },
  ].map((side) => ({ ...side, rates: [], cpuMs: [0, 0, 0, 0] }))
  const heap = [heapMb()]
  for (let round = 0; round < rounds; round += 1) {
    for (const side of sides) {
      await publishAll(amqpUrl)
      const gateway = await startInstantGateway()
      const before = cpuNow(processes, gateway.pid)
      side.rates.push(await side.run(gateway.url, gateway.count))
      const used = cpuNow(processes, gateway.pid).map((ms, at) => ms - (before[at] ?? Number.NaN))
      side.cpuMs = side.cpuMs.map((ms, at) => ms + (used[at] ?? Number.NaN))
      gateway.close()
    }
    heap.push(heapMb())
  }
  const perEvent = (ms: number): string => (ms / messages / rounds).toFixed(2)
  console.log(
    table(
      ['consumer', 'events/s', 'rounds', 'CPU ms an event', 'PostgreSQL', 'RabbitMQ', 'gateway'],
      sides.map(({ name, rates, cpuMs }) => [
        name,
        Math.round(median(rates)),
        rates.map(Math.round).join(' '),
        ...cpuMs.map(perEvent),
      ]),
    ),
  )
  const [first, second, posts, ours] = sides.map(({ rates }) => median(rates)) as [number, number, number, number]
  console.log(
    `  ${(ours / first).toFixed(2)} of the bare consumer, ${(ours / second).toFixed(2)} of one that posts too, ${(ours / posts).toFixed(2)} of posts alone`,
  )
  console.log(`  heap before and after each round, MB: ${inMb(heap)}`)
}
