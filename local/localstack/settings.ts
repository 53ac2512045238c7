import { parseEnv } from 'node:util'
import { EngineError } from '../engines/error.ts'

/** What `.env` says; the compose file reads the same names. */
export type Settings = {
  readonly ports: {
    readonly shop: number
    readonly sms: number
    readonly rabbitMqConsole: number
    readonly postgres: number
    readonly localStack: number
  }
  readonly passwords: { readonly postgres: string; readonly rabbitMq: string; readonly sms: string }
}

const ports = {
  shop: 'KOROB_PORT',
  sms: 'KOROB_SMS_PORT',
  rabbitMqConsole: 'KOROB_RABBITMQ_CONSOLE_PORT',
  postgres: 'KOROB_POSTGRES_PORT',
  localStack: 'KOROB_LOCALSTACK_PORT',
} as const

const passwords = {
  postgres: 'KOROB_POSTGRES_PASSWORD',
  rabbitMq: 'KOROB_RABBITMQ_PASSWORD',
  sms: 'KOROB_SMS_TOKEN',
} as const

// Of those above 1024 that the Fetch standard blocks: https://fetch.spec.whatwg.org/#port-blocking
const unreachable = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
])

// They stand in addresses as they are, of this file and of the compose file.
const plain = /^[\w.~-]+$/

/** The settings in the text of `.env`, under those of the shell, as docker compose reads both. @throws EngineError */
export function readSettings(dotEnv: string, env: NodeJS.ProcessEnv): Settings {
  const file = parseEnv(dotEnv)
  const textOf = (name: string): string => {
    const value = env[name] ?? file[name]
    if (value) return value
    throw new EngineError(`${name} is not set.`, 'Take its line over from .env.example into .env.')
  }
  const portOf = (name: string): number => {
    const value = textOf(name)
    const port = Number(value)
    if (/^\d+$/.test(value) && port >= 1 && port <= 65_535 && !unreachable.has(port)) return port
    if (unreachable.has(port))
      throw new EngineError(`${name}: browsers refuse to open port ${port}.`, 'Choose another in .env.')
    throw new EngineError(`${name}: ${value} is no port.`, 'Give a number from 1 to 65535 in .env.')
  }
  const passwordOf = (name: string): string => {
    const value = textOf(name)
    if (plain.test(value)) return value
    throw new EngineError(
      `${name} has characters that an address can't have.`,
      'Use letters, digits and . _ ~ - in .env.',
    )
  }
  const settings: Settings = { ports: each(ports, portOf), passwords: each(passwords, passwordOf) }
  refuseSamePorts(settings)
  return settings
}

function refuseSamePorts(settings: Settings): void {
  const names = Object.entries(ports) as [keyof Settings['ports'], string][]
  for (const [part, name] of names) {
    const rival = names.find(([other]) => other !== part && settings.ports[other] === settings.ports[part])
    if (rival)
      throw new EngineError(
        `Port ${settings.ports[part]} is meant for both ${name} and ${rival[1]}.`,
        'Choose another for one of them in .env.',
      )
  }
}

function each<Names extends Readonly<Record<string, string>>, Value>(names: Names, read: (name: string) => Value) {
  return Object.fromEntries(Object.entries(names).map(([part, name]) => [part, read(name)])) as {
    readonly [Part in keyof Names]: Value
  }
}
