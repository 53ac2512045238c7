import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applyTopology } from '@korob/platform/rabbit-admin'
import { startPostgres } from '../../../local/engines/postgres/postgres.ts'
import { startRabbitMq } from '../../../local/engines/rabbitmq/rabbitmq.ts'
import { addPublishers } from '../../notifications/support/storm/outboxes.ts'
import { stormSettings } from '../../notifications/support/storm/storm.ts'
import { startWorld } from '../../notifications/support/world.ts'
import { runStorm } from './full-storm.ts'
import { measureLatency } from './latency.ts'
import { measureThroughput } from './throughput.ts'

const events = Number(process.argv[2])
const dataDir = mkdtempSync(join(tmpdir(), 'korob-bench-'))
const [postgres, rabbitMq] = await Promise.all([
  startPostgres({ dataDir, durable: true, log: console.log }),
  startRabbitMq({ dataDir, log: console.log }),
])
try {
  Object.assign(process.env, stormSettings, {
    // With broker and database starting beside it, the simulator in this process takes its time to list what it was given.
    SMS_SETTLE_MS: '10000',
    TEST_DATABASE_URL: postgres.urlOf('postgres'),
    RABBITMQ_URL: rabbitMq.urlOf(rabbitMq.vhost),
  })
  await applyTopology()
  const world = await startWorld()
  try {
    await addPublishers(world.db)
    const amqpUrl = rabbitMq.urlOf(rabbitMq.vhost)
    if (events > 0) {
      await runStorm(world, rabbitMq, amqpUrl, events)
    } else {
      await measureThroughput(world, amqpUrl, { postgres: postgres.pid(), rabbitMq: rabbitMq.pid() })
      await measureLatency(world, amqpUrl)
    }
  } finally {
    await world.close()
  }
} finally {
  await rabbitMq.stop()
  await postgres.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
process.exit()
