import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type PortName, ports } from '../bin/start-options.mjs'
import type { ExistingServers } from '../engines/engines.ts'
import { EngineError } from '../engines/error.ts'
import { projectRoot } from '../engines/paths.ts'

export type Ports = { readonly [name in PortName]: number }

export function portSetting(name: PortName): { setting: string; use: string } {
  return ports[name]
}

/** Ports as flags (`--port 4000`) and then environment variables (`KOROB_PORT=4000`) choose them. */
export function readPorts(args: readonly string[], env: NodeJS.ProcessEnv): Ports {
  const options = Object.fromEntries(Object.values(ports).map(({ flag }) => [flag, { type: 'string' as const }]))
  const { values } = parse(args, options)
  const entries = Object.entries(ports).map(([name, port]) => {
    const chosen = values[port.flag] ?? env[port.setting]
    return [name, chosen === undefined ? port.default : asPort(String(chosen), port)]
  })
  const chosen = Object.fromEntries(entries) as Ports
  requireDistinct(chosen)
  return chosen
}

function requireDistinct(chosen: Ports): void {
  const names = Object.keys(ports) as PortName[]
  for (const name of names) {
    const same = names.find((other) => chosen[other] === chosen[name])
    if (same === undefined || same === name) continue
    throw new EngineError(
      `Port ${chosen[name]} is meant for both ${ports[same].use} and ${ports[name].use}.`,
      `Choose another for one of them: ${flagsOf(same)}, or ${flagsOf(name)}.`,
    )
  }
}

function flagsOf(name: PortName): string {
  return `--${ports[name].flag} (${ports[name].setting})`
}

function parse(args: readonly string[], options: Record<string, { type: 'string' }>) {
  try {
    return parseArgs({ args: [...args], options })
  } catch (error) {
    const flags = Object.values(ports).map(({ flag, use }) => `--${flag} N  (${use})`)
    throw new EngineError((error as Error).message, `Possible are:\n    ${flags.join('\n    ')}`)
  }
}

function asPort(text: string, port: { setting: string; flag: string }): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= 1 && number <= 65_535) return number
  throw new EngineError(`${text} is no port (--${port.flag}, ${port.setting}).`, 'Give a number from 1 to 65535.')
}

/** Where everything is kept: `.local` in the checkout, or what KOROB_DATA_DIR names, for a second shop beside the first. */
export function dataFolder(env: NodeJS.ProcessEnv): string {
  return env.KOROB_DATA_DIR ? resolve(env.KOROB_DATA_DIR) : join(projectRoot, '.local')
}

/** Servers that are used instead of our own, from the variables that usually name them. */
export function existingServers(env: NodeJS.ProcessEnv): ExistingServers {
  return {
    databaseUrl: env.DATABASE_URL,
    rabbitMqUrl: env.RABBITMQ_URL,
    rabbitMqConsoleUrl: env.RABBITMQ_MANAGEMENT_URL,
    openSearchUrl: env.OPENSEARCH_URL,
    awsEndpoint: env.AWS_ENDPOINT_URL,
  }
}
