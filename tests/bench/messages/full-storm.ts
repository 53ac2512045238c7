import { setTimeout as pause } from 'node:timers/promises'
import type { RabbitMq } from '../../../local/engines/rabbitmq/rabbitmq.ts'
import { storm } from '../../notifications/support/storm/storm.ts'
import type { World } from '../../notifications/support/world.ts'
import { heapMb, inMb } from '../measure/heap.ts'
import { table } from '../measure/table.ts'

/** The faults of tests/notifications/storm.flow.ts at full size, with a broker that is killed. @throws when a promise was broken */
export const runStorm = async (world: World, rabbitMq: RabbitMq, amqpUrl: string, events: number): Promise<void> => {
  await world.db.admin.query('truncate notifications.messages, notifications.message_attempts')
  const heap: number[] = []
  const result = await storm({
    world,
    amqpUrl,
    events,
    seed: 1,
    breakBroker: async () => {
      heap.push(heapMb())
      await rabbitMq.kill()
      await pause(2_000)
      await rabbitMq.restart()
    },
    limitMs: 3_600_000,
  })
  heap.push(heapMb())
  const { findings, tookMs, ...counts } = result
  console.log(
    table(
      ['a storm of', 'count'],
      [
        ['events', events],
        ...Object.entries(counts).map(([name, count]) => [name, count]),
        ['seconds', Math.round(tookMs / 1000)],
        ['broken promises', findings.length],
      ],
    ),
  )
  console.log(`  heap at each kill and at the end, MB: ${inMb(heap)}`)
  for (const finding of findings.slice(0, 20)) console.log(`  ✗ ${finding}`)
  const isWhole =
    findings.length === 0 &&
    result.left === 0 &&
    result.parkedSilently === 0 &&
    result.parked === result.poison &&
    result.told + result.overtaken === events &&
    result.textsAtGateway === result.told
  if (!isWhole) throw new Error('a promise was broken')
}
