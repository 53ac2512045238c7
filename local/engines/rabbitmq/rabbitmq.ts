import { join } from 'node:path'
import { chooseRabbitMq } from '../choose.ts'
import { secretOf } from '../credentials.ts'
import { type Engine, existingEngine, type Log } from '../engine.ts'
import { EngineError } from '../error.ts'
import { claimPort } from '../process/ports.ts'
import { aptInstall } from '../system/apt.ts'
import { machineFacts } from '../system/facts.ts'
import { findServer } from './find.ts'
import { speaksAmqp } from './handshake.ts'
import { startInDocker } from './in-docker.ts'
import { managementOf } from './management.ts'
import { startPrivateNode } from './private-node.ts'

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

export type RabbitMq = Engine & {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  /** The vhost of an existing server's address, or else the default one. */
  readonly vhost: string
  /** With credentials, for one vhost. */
  readonly urlOf: (vhost: string) => string
  readonly consoleUrl: string
  readonly ensureVhost: (vhost: string) => Promise<void>
  readonly deleteVhost: (vhost: string) => Promise<void>
}

/** A RabbitMQ of our own, or an existing server. */
export async function startRabbitMq(options: RabbitMqOptions): Promise<RabbitMq> {
  const choice = chooseRabbitMq(machineFacts(), { url: options.url, server: findServer() })
  switch (choice.how) {
    case 'url':
      return existingRabbitMq(choice.url, options.consoleUrl)
    case 'found':
      return ownRabbitMq(options, choice.at)
    case 'docker':
      return ownRabbitMq(options, undefined)
    case 'apt': {
      await aptInstall(choice.packages, options.log)
      const server = findServer()
      if (!server) throw new EngineError('apt-get installed no `rabbitmq-server`.', 'Set RABBITMQ_URL instead.')
      return ownRabbitMq(options, server)
    }
    case 'none':
      throw new EngineError('RabbitMQ is needed, and this machine has none.', `${choice.whatToDo}, then start again.`)
  }
}

async function ownRabbitMq(options: RabbitMqOptions, server: string | undefined): Promise<RabbitMq> {
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
    isReady: async () => (await speaksAmqp('127.0.0.1', port)) && (await client.version()) !== '',
  }
  const engine = server ? await startPrivateNode({ ...wishes, server }) : await startInDocker(wishes)
  return { ...client, ...engine }
}

async function existingRabbitMq(url: string, consoleUrl: string | undefined): Promise<RabbitMq> {
  const parsed = new URL(url)
  const port = Number(parsed.port || 5672)
  const client = clientOf({
    host: parsed.hostname,
    port,
    user: decodeURIComponent(parsed.username) || 'guest',
    password: decodeURIComponent(parsed.password) || 'guest',
    vhost: decodeURIComponent(parsed.pathname.slice(1)) || '/',
    consoleUrl: consoleUrl ?? `http://${parsed.hostname}:15672`,
  })
  if (!(await speaksAmqp(parsed.hostname, port))) {
    throw new EngineError(`No RabbitMQ answers at ${parsed.host} (RABBITMQ_URL).`, 'Mend RABBITMQ_URL, or unset it.')
  }
  // Its management API is wanted only for making vhosts, so a server without it serves as well.
  const version = await client.version().catch(() => 'of unknown version')
  return { ...client, ...existingEngine('RabbitMQ', version, 'RABBITMQ_URL') }
}

type Address = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly vhost: string
  readonly consoleUrl: string
}

function clientOf(address: Address) {
  const { host, port, user, password } = address
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
  return {
    ...address,
    urlOf: (vhost: string) => `amqp://${login}@${host}:${port}/${encodeURIComponent(vhost)}`,
    ...managementOf(address.consoleUrl, user, password),
  }
}
