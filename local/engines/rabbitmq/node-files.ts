import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type NodeSettings = {
  readonly folder: string
  readonly port: number
  readonly consolePort: number
  readonly distributionPort: number
  readonly epmdPort: number
  readonly user: string
  readonly password: string
}

/** Writes the files of a private node, and gives the environment that points the server at them and at nothing else. */
export function writeNodeFiles(settings: NodeSettings): NodeJS.ProcessEnv {
  const { folder } = settings
  const at = (name: string) => join(folder, name)
  for (const name of ['home', 'mnesia', 'log']) mkdirSync(at(name), { recursive: true, mode: 0o700 })
  writeFileSync(at('rabbitmq.conf'), configuration(settings), { mode: 0o600 })
  writeFileSync(at('enabled_plugins'), '[rabbitmq_management].\n')
  writeFileSync(at('env.conf'), '')
  return {
    ...withoutRabbitMq(process.env),
    HOME: at('home'),
    RABBITMQ_CONF_ENV_FILE: at('env.conf'), // the system's own node's otherwise
    RABBITMQ_CONFIG_FILE: at('rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: at('advanced.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: at('enabled_plugins'),
    RABBITMQ_MNESIA_BASE: at('mnesia'),
    RABBITMQ_LOG_BASE: at('log'),
    RABBITMQ_PID_FILE: at('pid'),
    RABBITMQ_NODENAME: 'korob@localhost',
    RABBITMQ_DIST_PORT: String(settings.distributionPort),
    ...epmdEnvironment(settings.epmdPort),
    // Read by Erlang itself: the scripts' own variables pass through a shell, which may expand the braces.
    ERL_AFLAGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    // Two schedulers that sleep rather than spin: spinning costs a laptop's battery for microseconds.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none',
  }
}

export function epmdEnvironment(port: number): NodeJS.ProcessEnv {
  return { ERL_EPMD_PORT: String(port), ERL_EPMD_ADDRESS: '127.0.0.1' }
}

function configuration(settings: NodeSettings): string {
  return `listeners.tcp.1 = 127.0.0.1:${settings.port}
management.tcp.ip = 127.0.0.1
management.tcp.port = ${settings.consolePort}
default_user = ${settings.user}
default_pass = ${settings.password}
log.console = true
log.console.level = info
log.file = false
vm_memory_high_watermark.absolute = 512MB
disk_free_limit.absolute = 100MB
collect_statistics_interval = 10000
`
}

function withoutRabbitMq(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(RABBITMQ_|ERL_)/.test(name)))
}
