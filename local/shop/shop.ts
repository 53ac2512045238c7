import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { claimDataFolder } from '../engines/data-folder.ts'
import type { Crash } from '../engines/engine.ts'
import { type Engines, type ExistingServers, startEngines } from '../engines/engines.ts'
import { holderOf, inUse } from '../engines/process/lock.ts'
import { claimPort } from '../engines/process/ports.ts'
import { streamLog } from '../runner/log.ts'
import { type Runner, startRunner } from '../runner/runner.ts'
import { type Ports, portSetting } from './addresses.ts'
import { type Edge, startEdge } from './edge/edge.ts'
import { keepCodeLive } from './live-code.ts'
import { stackParameters } from './parameters.ts'
import { builtWeb, localAssembly, type Platform } from './products.ts'
import { type Progress, quiet } from './progress.ts'
import { provision, seed } from './provision.ts'
import { tellRunning } from './running-shop.ts'
import { untilSearchable } from './searchable.ts'
import { type SmsGateway, startSmsGateway } from './sms-gateway.ts'

export type ShopOptions = {
  readonly dataDir: string
  /** Free ones where not given. */
  readonly ports?: Partial<Ports>
  readonly existing?: ExistingServers
  /** Another SMS gateway than the simulator. */
  readonly smsGateway?: { readonly url: string; readonly account: string; readonly token: string }
  /** Names of this shop's own part of servers that others use too. */
  readonly database?: string
  readonly vhost?: string
  readonly indexPrefix?: string
  readonly platform?: Platform
  /** False: no web page. */
  readonly web?: boolean
  /** What the empty shop is filled with. */
  readonly seed?: 'demo' | 'none'
  /** More of the stack's parameters, or others. */
  readonly parameters?: Readonly<Record<string, string>>
  readonly schedules?: boolean
  /** Functions follow their sources while the shop runs. */
  readonly watch?: boolean
  readonly maxEnvironments?: number
  /** Connections to PostgreSQL for others than functions. */
  readonly spareConnections?: number
  readonly asyncRetryBaseMs?: number
  /** False gives up safety of data in a power cut for speed: for tests. */
  readonly durable?: boolean
  readonly progress?: Progress
}

export type Shop = {
  /** Where shoppers find it; its API is below /api. */
  readonly url: string
  readonly engines: Engines
  readonly runner: Runner
  /** Undefined when another gateway is used. */
  readonly sms: SmsGateway | undefined
  /** Of this shop, as the administrator. */
  readonly databaseUrl: string
  readonly rabbitMqUrl: string
  readonly indexPrefix: string
  /** Told when a process of the shop ends without having been asked to. */
  readonly onCrash: (listener: (crash: Crash) => void) => void
  readonly stop: () => Promise<void>
}

// A function's environment holds up to four connections, but far from all environments do at once.
const connectionsOf = (environments: number) => environments * 4 + 20

/** Starts the whole shop on this machine. If a part fails, what has started is stopped before the error is thrown. */
export async function startShop(options: ShopOptions): Promise<Shop> {
  const { dataDir, ports = {}, progress = quiet, maxEnvironments = 72 } = options
  const { database = 'korob', vhost = 'korob', indexPrefix = 'korob-' } = options
  const logDir = join(dataDir, 'log')
  const started: (() => unknown)[] = []
  const stop = async () => {
    for (const end of started.splice(0).reverse()) await end()
  }
  const keep = <Part extends { stop: () => unknown }>(part: Part): Part => {
    started.push(() => part.stop())
    return part
  }

  // Said before its ports are found taken, which they will be.
  const holder = holderOf(dataDir)
  if (holder) throw inUse(dataDir, holder)
  // Before anything is written beside another's files.
  claimDataFolder(dataDir)

  try {
    const webPort = await claimPort({ ...portSetting('web'), port: ports.web })
    const apiPort = await claimPort({ ...portSetting('api'), port: ports.api })
    const publicUrl = `http://localhost:${webPort}`

    const startedAt = performance.now()
    const starting = startEngines({
      dataDir,
      ports,
      existing: options.existing,
      durable: options.durable,
      maxConnections: connectionsOf(maxEnvironments) + (options.spareConnections ?? 0),
      log: progress.note,
      logDir,
      onReady: (engine) => progress.ready(`${engine.name} ${engine.version}`, startedAt),
    }).then(keep)
    const [engines, assembly, webDir] = await allOrNone([
      starting,
      progress.step('functions bundled, stack synthesized', () =>
        localAssembly(join(dataDir, 'assembly'), options.platform),
      ),
      options.web === false ? undefined : progress.step('web page built', builtWeb),
    ])

    const sms = options.smsGateway
      ? undefined
      : keep(await startSmsGateway({ dataDir, logDir, port: ports.sms, publicUrl }))
    const gateway = options.smsGateway ?? (sms as SmsGateway)
    await progress.step('database and vhost', () =>
      Promise.all([engines.postgres.ensureDatabase(database), engines.rabbitMq.ensureVhost(vhost)]),
    )

    const rabbitMqUrl = engines.rabbitMq.urlOf(vhost)
    const log = createWriteStream(join(logDir, 'runner.log'), { flags: 'a', mode: 0o600 })
    const runner: Runner = await progress.step('local runner', async () =>
      keep(
        await startRunner({
          assembly,
          port: apiPort,
          awsEndpoint: engines.aws.endpoint,
          rabbitMqUrl,
          parameters: {
            ...stackParameters(engines, gateway, { database, vhost, indexPrefix, publicUrl }),
            ...options.parameters,
          },
          dataDir: join(dataDir, 'runner'),
          maxEnvironments,
          schedules: options.schedules,
          watch: options.watch ?? false,
          asyncRetryBaseMs: options.asyncRetryBaseMs,
          log: streamLog(log),
        }),
      ),
    )
    await progress.step('schema, topology', () => provision(runner))
    if (options.seed !== 'none') {
      await progress.step('demo goods and couriers', () => seed(runner))
      if (engines.openSearch) await indexed(runner, engines.postgres.urlOf(database), progress)
    }
    if (options.watch) keep(keepCodeLive(assembly, options.platform ?? 'layer', progress.note))
    const edge: Edge = keep(await startEdge({ port: webPort, web: webDir, apiUrl: runner.apiUrl }))

    keep(
      tellRunning(dataDir, {
        url: edge.url,
        runner: runner.endpoint,
        ...(sms && { sms: sms.url }),
        databaseUrl: engines.postgres.urlOf(database),
        tokenSecret: String(runner.outputs.TokenSecretArn),
      }),
    )

    return {
      url: edge.url,
      engines,
      runner,
      sms,
      databaseUrl: engines.postgres.urlOf(database),
      rabbitMqUrl,
      indexPrefix,
      onCrash(listener) {
        engines.onCrash(listener)
        sms?.onCrash(listener)
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A shop that is said to be ready shows its goods. */
async function indexed({ apiUrl }: Runner, databaseUrl: string, progress: Progress): Promise<void> {
  const all = await progress.step('goods in the search index', () => untilSearchable({ apiUrl, databaseUrl }))
  if (!all) progress.note('search does not find all goods yet: the index is still being filled (log/runner.log)')
}

/** Like Promise.all, but waits for the others when one fails: what they start must be known, or it would be left behind. */
async function allOrNone<Parts extends readonly unknown[]>(
  parts: readonly [...Parts],
): Promise<{ -readonly [Index in keyof Parts]: Awaited<Parts[Index]> }> {
  const settled = await Promise.allSettled(parts)
  for (const part of settled) if (part.status === 'rejected') throw part.reason
  return Promise.all(parts) as Promise<{ -readonly [Index in keyof Parts]: Awaited<Parts[Index]> }>
}
