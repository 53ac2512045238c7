import { join } from 'node:path'
import { type Choice, chooseRabbitMq, isRabbitMqEnough, oldRabbitMq } from '../choose.ts'
import { ensureImage } from '../container.ts'
import { secretOf } from '../credentials.ts'
import type { Engine, Log } from '../engine.ts'
import { EngineError } from '../error.ts'
import { claimPort } from '../process/ports.ts'
import { aptInstall } from '../system/apt.ts'
import { machineFacts } from '../system/facts.ts'
import { type Client, clientOf } from './client.ts'
import { existingRabbitMq } from './existing.ts'
import { findServer, versionOf } from './find.ts'
import { speaksAmqp } from './handshake.ts'
import { rabbitMqImage, startInDocker } from './in-docker.ts'
import { startPrivateNode } from './private-node.ts'
import { installed, type Program, unpacked } from './program.ts'

export type RabbitMqOptions = {
  readonly dataDir: string
  readonly port?: number
  readonly consolePort?: number
  /** An existing server's address with credentials, and where its management API is, to be used instead. */
  readonly url?: string
  readonly consoleUrl?: string
  readonly log: Log
  readonly logDir?: string
}

export type RabbitMq = Engine & Client

/** A RabbitMQ of our own, or an existing server. */
export async function startRabbitMq(options: RabbitMqOptions): Promise<RabbitMq> {
  const { url, log } = options
  const machine = machineFacts()
  const facts = { url, server: url ? undefined : await serverHere() }
  const choice = chooseRabbitMq(machine, facts)
  if (choice.how !== 'docker') return startBy(choice, options)
  try {
    await ensureImage(rabbitMqImage, log)
  } catch (error) {
    const next = chooseRabbitMq({ ...machine, dockerRuns: false }, facts)
    if (!(error instanceof EngineError) || next.how === 'none') throw error
    log(`${error.message}\n    RabbitMQ is had another way`)
    return startBy(next, options)
  }
  return startBy(choice, options)
}

async function startBy(choice: Choice, options: RabbitMqOptions): Promise<RabbitMq> {
  const { log } = options
  switch (choice.how) {
    case 'url':
      return existingRabbitMq(choice.url, options.consoleUrl, log)
    case 'found':
      return ownRabbitMq(options, installed(choice.at))
    case 'docker':
      return ownRabbitMq(options, undefined)
    case 'apt': {
      await aptInstall(choice.packages, log)
      const server = await serverHere()
      if (!server) throw new EngineError('apt-get installed no `rabbitmq-server`.', 'Set RABBITMQ_URL instead.')
      return ownRabbitMq(options, installed(requireEnough(server).at))
    }
    case 'unpack': {
      const program = await unpacked(choice.name, log)
      requireEnough({ at: program.server, version: await versionOf(program.server) })
      return ownRabbitMq(options, program)
    }
    case 'none':
      throw new EngineError(choice.why, `${choice.whatToDo.replace(/\.$/, '')}, then start again.`)
    default:
      throw new Error(`RabbitMQ isn't to be had by ${choice.how}`)
  }
}

type Server = { readonly at: string; readonly version: string }

async function serverHere(): Promise<Server | undefined> {
  const at = findServer()
  return at ? { at, version: await versionOf(at) } : undefined
}

function requireEnough(server: Server): Server {
  if (isRabbitMqEnough(server.version)) return server
  const { why, whatToDo } = oldRabbitMq(server.version, server.at)
  throw new EngineError(why, whatToDo)
}

async function ownRabbitMq(options: RabbitMqOptions, program: Program | undefined): Promise<RabbitMq> {
  const { dataDir } = options
  const port = await claimPort({ use: 'RabbitMQ', port: options.port, setting: 'KOROB_RABBITMQ_PORT' })
  const consolePort = await claimPort({
    use: "RabbitMQ's console",
    port: options.consolePort,
    setting: 'KOROB_RABBITMQ_CONSOLE_PORT',
  })
  const client = clientOf({
    host: '127.0.0.1',
    port,
    user: 'korob',
    password: secretOf(dataDir, 'rabbitmq'),
    vhost: '/',
    consoleUrl: `http://127.0.0.1:${consolePort}`,
  })
  const wishes = {
    ...client,
    dataDir,
    consolePort,
    folder: join(dataDir, 'rabbitmq'),
    logDir: options.logDir ?? join(dataDir, 'log'),
    isReady: async () => (await speaksAmqp('127.0.0.1', port)) && (await client.serverVersion()) !== '',
  }
  const engine = program ? await startPrivateNode({ ...wishes, program }) : await startInDocker(wishes)
  return { ...client, ...engine }
}
