import { join } from 'node:path'
import { type AwsEmulator, startAwsEmulator } from './aws/emulator.ts'
import { claimDataFolder } from './data-folder.ts'
import type { Crash, Engine, Log } from './engine.ts'
import { type OpenSearch, startOpenSearch } from './opensearch/opensearch.ts'
import { type Postgres, startPostgres } from './postgres/postgres.ts'
import { lockFolder } from './process/lock.ts'
import { type RabbitMq, startRabbitMq } from './rabbitmq/rabbitmq.ts'

export type EnginePorts = {
  readonly postgres?: number
  readonly rabbitMq?: number
  readonly rabbitMqConsole?: number
  readonly openSearch?: number
  readonly aws?: number
}

/** Addresses of servers to use instead of our own. */
export type ExistingServers = {
  readonly databaseUrl?: string
  readonly rabbitMqUrl?: string
  readonly rabbitMqConsoleUrl?: string
  /** `off`: no OpenSearch at all. */
  readonly openSearchUrl?: string
  readonly awsEndpoint?: string
}

export type EnginesOptions = {
  /** Everything the engines keep is below it. One start at a time may use it. */
  readonly dataDir: string
  /** Free ones where not given. */
  readonly ports?: EnginePorts
  readonly existing?: ExistingServers
  readonly maxConnections?: number
  readonly durable?: boolean
  readonly log?: Log
  readonly logDir?: string
  /** Told of each engine as it becomes ready. */
  readonly onReady?: (engine: Engine) => void
}

export type Engines = {
  readonly postgres: Postgres
  readonly rabbitMq: RabbitMq
  /** Undefined where none can be had: search runs on PostgreSQL. */
  readonly openSearch: OpenSearch | undefined
  readonly aws: AwsEmulator
  readonly onCrash: (listener: (crash: Crash) => void) => void
  readonly stop: () => Promise<void>
}

/** Starts all engines side by side. If one can't be had, those that started are stopped before the error is thrown. */
export async function startEngines(options: EnginesOptions): Promise<Engines> {
  const { dataDir, ports = {}, existing = {}, log = () => undefined, logDir = join(dataDir, 'log') } = options
  claimDataFolder(dataDir)
  const unlock = lockFolder(dataDir, 'a shop that runs')
  const common = { dataDir, log, logDir }
  const started: Engine[] = []
  const note = async <Kind extends Engine | undefined>(starting: Promise<Kind>): Promise<Kind> => {
    const engine = await starting
    if (engine) {
      started.push(engine)
      options.onReady?.(engine)
    }
    return engine
  }
  const stop = async () => {
    await Promise.all(started.map((engine) => engine.stop()))
    unlock()
  }

  const { maxConnections, durable } = options
  const starts = [
    note(startPostgres({ ...common, url: existing.databaseUrl, port: ports.postgres, maxConnections, durable })),
    note(
      startRabbitMq({
        ...common,
        url: existing.rabbitMqUrl,
        consoleUrl: existing.rabbitMqConsoleUrl,
        port: ports.rabbitMq,
        consolePort: ports.rabbitMqConsole,
      }),
    ),
    note(startOpenSearch({ ...common, url: existing.openSearchUrl, port: ports.openSearch })),
    note(startAwsEmulator({ ...common, url: existing.awsEndpoint, port: ports.aws })),
  ] as const
  try {
    const [postgres, rabbitMq, openSearch, aws] = await Promise.all(starts)
    const onCrash = (listener: (crash: Crash) => void) => {
      for (const engine of started) engine.onCrash(listener)
    }
    return { postgres, rabbitMq, openSearch, aws, onCrash, stop }
  } catch (error) {
    // Those still starting must have come to an end too, or they would be left behind.
    await Promise.allSettled(starts)
    await stop()
    throw error
  }
}
