import { applyTopology } from '@korob/platform/rabbit-admin'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CutLine, cutLine } from '../support/cut-line.ts'
import { eventually } from '../support/eventually.ts'
import { createVhost, type Vhost } from '../support/vhost.ts'
import { addPublishers } from './support/storm/outboxes.ts'
import { storm, stormSettings } from './support/storm/storm.ts'
import { startWorld, type World } from './support/world.ts'

let vhost: Vhost
let line: CutLine
let amqpUrl: string
let world: World

beforeAll(async () => {
  Object.assign(process.env, stormSettings)
  vhost = await createVhost()
  await applyTopology()
  const { hostname, port } = new URL(vhost.url)
  line = await cutLine(hostname, Number(port))
  const throughLine = new URL(vhost.url)
  throughLine.port = String(line.port)
  amqpUrl = throughLine.href
  process.env.RABBITMQ_URL = amqpUrl
  world = await startWorld()
  await addPublishers(world.db)
})
afterAll(async () => {
  await world?.close()
  await vhost?.drop()
  await line?.close()
})

/** Every connection is reset, and so is the next one that is tried. */
const breakBroker = async (): Promise<void> => {
  const before = line.tried()
  line.cut()
  await eventually('somebody tries in vain', () => line.tried() > before)
  line.mend()
}

test('whatever becomes of broker and gateway, each event is told once, poison is parked with its reason, and nothing is left', async () => {
  const result = await storm({
    world,
    amqpUrl,
    events: 300,
    seed: 7,
    breakBroker,
    limitMs: 60_000,
  })
  expect(result).toMatchObject({ findings: [], parkedSilently: 0, left: 0 })
  expect(result.parked).toBe(result.poison)
  expect(result.told + result.overtaken).toBe(300)
  expect(result.textsAtGateway).toBe(result.told)
})
