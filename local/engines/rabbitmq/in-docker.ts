import { join } from 'node:path'
import { containerCommand, volumeOf } from '../container.ts'
import { type Engine, type EngineProcess, startEngine } from '../engine.ts'
import { startKept } from '../process/kept-process.ts'
import { stampFolder } from '../stamp.ts'

const series = '4.2'
export const rabbitMqImage = `rabbitmq:${series}-management`

type Wishes = {
  readonly dataDir: string
  readonly folder: string
  readonly logDir: string
  readonly port: number
  readonly consolePort: number
  readonly user: string
  readonly password: string
  readonly isReady: EngineProcess['isReady']
}

export function startInDocker(wishes: Wishes): Promise<Engine> {
  const volume = volumeOf(wishes.dataDir, 'rabbitmq')
  stampFolder(wishes.folder, { engine: 'RabbitMQ (container)', series, volume })
  const command = containerCommand({
    image: rabbitMqImage,
    ports: { 5672: wishes.port, 15672: wishes.consolePort },
    env: { RABBITMQ_DEFAULT_USER: wishes.user, RABBITMQ_DEFAULT_PASS: wishes.password },
    volume,
    mountedAt: '/var/lib/rabbitmq',
    hostname: 'korob', // part of the name of the node's data
  })
  return startEngine({
    name: 'RabbitMQ',
    version: series,
    origin: 'Docker',
    launch: () => startKept(command, join(wishes.logDir, 'rabbitmq.log')),
    isReady: wishes.isReady,
    readyTimeoutMs: 120_000,
  })
}
