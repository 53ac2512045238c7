import { setTimeout as pause } from 'node:timers/promises'
import { transaction } from '@korob/platform/database'
import { publish } from '@korob/platform/outbox'
import { relay } from '@korob/platform/relay'
import { courierAssigned } from '../../../functions/delivery/contract.ts'
import { handler as onDelivery } from '../../../functions/notifications/handlers/on-delivery.ts'
import { assigned, newOrder } from '../../notifications/support/events.ts'
import { consume } from '../../notifications/support/storm/consuming.ts'
import type { World } from '../../notifications/support/world.ts'
import { eventually } from '../../support/eventually.ts'
import { lambdaContext } from '../../support/lambda-context.ts'
import { heapMb, inMb } from '../measure/heap.ts'
import { percentile } from '../measure/statistics.ts'
import { table } from '../measure/table.ts'
import { startInstantGateway } from './instant-gateway.ts'

const perSecond = 50
const seconds = 30

/** As the relay's reserved concurrency has it: one at a time, and once more if somebody committed meanwhile. */
const nudgedRelay = () => {
  const run = relay('rabbitmq')
  let isWanted = false
  let isRunning = false
  const empty = async (): Promise<void> => {
    isRunning = true
    while (isWanted) {
      isWanted = false
      await run({ reason: 'committed' }, lambdaContext())
    }
    isRunning = false
  }
  return () => {
    isWanted = true
    if (!isRunning) void empty()
  }
}

/** From the commit of an event of delivery to the gateway: outbox, relay, broker, the mapping with its window of 500 ms, sending. */
export const measureLatency = async (_world: World, amqpUrl: string): Promise<void> => {
  const gateway = await startInstantGateway()
  const mappings = consume(amqpUrl, { 'notifications.delivery': onDelivery })
  const nudge = nudgedRelay()
  const committed = new Map<string, number>()
  const commits: Promise<void>[] = []
  const heap = [heapMb()]
  const startedMs = performance.now()
  for (let index = 0; index < perSecond * seconds; index += 1) {
    await pause(Math.max(0, startedMs + (index * 1000) / perSecond - performance.now()))
    if (index > 0 && index % (perSecond * 5) === 0) heap.push(process.memoryUsage().heapUsed / 1e6)
    const order = newOrder()
    const { data } = assigned(order, 1, 'Иван')
    commits.push(
      transaction((tx) => publish(tx, courierAssigned, order.orderId, 1, data as never)).then(() => {
        committed.set(order.phone, Date.now())
        nudge()
      }),
    )
  }
  await Promise.all(commits)
  await eventually('all texts are at the gateway', async () => (await gateway.count()) === committed.size)
  const arrivals = await gateway.arrivals()
  await mappings.stop()
  gateway.close()
  heap.push(heapMb())
  const took = [...committed].map(([phone, atMs]) => (arrivals[phone] ?? Number.NaN) - atMs)
  const row = [0.5, 0.95, 0.99].map((share) => Math.round(percentile(took, share)))
  console.log(table([`at ${perSecond} events/s`, 'p50 ms', 'p95 ms', 'p99 ms'], [['from commit to gateway', ...row]]))
  console.log(`  heap before, each 5 s and after, MB: ${inMb(heap)}`)
}
