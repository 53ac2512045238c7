import { isRabbitMqEnough, oldRabbitMq } from '../choose.ts'
import { existingEngine, type Log } from '../engine.ts'
import { EngineError } from '../error.ts'
import { readAddress } from '../existing.ts'
import { clientOf } from './client.ts'
import { type Introduction, introduction } from './handshake.ts'
import type { RabbitMq } from './rabbitmq.ts'

const setting = 'RABBITMQ_URL'
const mend = `Mend ${setting}, or unset it.`

/** A server that RABBITMQ_URL names; its management API, where the shop's vhost is made, is at `consoleUrl`. */
export async function existingRabbitMq(text: string, consoleUrl: string | undefined, log: Log): Promise<RabbitMq> {
  const url = readAddress(text, { setting, protocols: ['amqp:'], example: 'amqp://user:password@host:5672' })
  const management = readAddress(consoleUrl ?? `http://${url.hostname}:15672`, {
    setting: 'RABBITMQ_MANAGEMENT_URL',
    protocols: ['http:', 'https:'],
    example: 'http://host:15672',
  })
  log(`RabbitMQ is the server at ${url.host} (${setting})`)
  const port = Number(url.port || 5672)
  const version = requireFit(await introduction(url.hostname, port), url.host)
  const client = clientOf({
    host: url.hostname,
    port,
    user: decodeURIComponent(url.username) || 'guest',
    password: decodeURIComponent(url.password) || 'guest',
    vhost: decodeURIComponent(url.pathname.slice(1)) || '/',
    consoleUrl: management.href.replace(/\/+$/, ''),
  })
  // A wrong login is said now, rather than when the vhost is made.
  await client.serverVersion()
  return { ...client, ...existingEngine('RabbitMQ', version, setting) }
}

/** Its version. @throws EngineError when nobody, something else, or too old a server is there */
export function requireFit(server: Introduction | undefined, host: string): string {
  if (!server) throw new EngineError(`No RabbitMQ answers at ${host} (${setting}).`, mend)
  if (server.product !== 'RabbitMQ') {
    throw new EngineError(`What answers at ${host} (${setting}) is ${server.product || 'something else'}.`, mend)
  }
  if (isRabbitMqEnough(server.version)) return server.version
  const { why, whatToDo } = oldRabbitMq(server.version, `${setting}, ${host}`)
  throw new EngineError(why, whatToDo)
}
