import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { closeDatabase } from '@korob/platform/database'
import { applyMigrations, migrationsOf, prepareDatabase, type ServiceName, services } from '@korob/platform/migrate'
import pg from 'pg'

const root = fileURLToPath(new URL('../..', import.meta.url))

const passwords = Object.fromEntries(services.map((service) => [service, `test-${service}`])) as Record<
  ServiceName,
  string
>

export interface ServiceDatabase {
  /** postgres://… as the administrator, on this database. */
  adminUrl: string
  /** postgres://… as the service's role. */
  url: string
  /** An administrator's connection, for looking and for faults. */
  admin: pg.Client
  /** Closes the platform's pool and drops the database. */
  drop(): Promise<void>
}

/** The test engines' PostgreSQL, as the flow runner passes it. */
export const testDatabaseUrl = (): string => {
  const url = process.env.TEST_DATABASE_URL
  if (!url) throw new Error('TEST_DATABASE_URL is not set: run flows with npm test')
  return url
}

const at = (url: string, database: string, user?: { name: string; password: string }): string => {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  if (user) {
    changed.username = user.name
    changed.password = user.password
  }
  return changed.href
}

const asAdmin = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** A fresh, migrated database of one service; the platform's database settings point at it. */
export const serviceDatabase = async (service: ServiceName): Promise<ServiceDatabase> => {
  const name = `test_${service}_${randomBytes(6).toString('hex')}`
  const server = testDatabaseUrl()
  await asAdmin(server, (client) => client.query(`create database ${name}`))
  const adminUrl = at(server, name)
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  // Roles belong to the whole server: suites that prepare at the same time take turns.
  await asAdmin(server, async (client) => {
    await client.query('select pg_advisory_lock(1)')
    await prepareDatabase(admin, passwords)
  })
  await applyMigrations(admin, service, migrationsOf(root, service))
  const url = at(server, name, { name: service, password: passwords[service] })
  await closeDatabase()
  const { hostname, port } = new URL(url)
  Object.assign(process.env, {
    DATABASE_HOST: hostname,
    DATABASE_PORT: port,
    DATABASE_NAME: name,
    DATABASE_USER: service,
    DATABASE_PASSWORD: passwords[service],
    DATABASE_POOL_MAX: process.env.DATABASE_POOL_MAX ?? '16',
  })
  return {
    adminUrl,
    url,
    admin,
    drop: async () => {
      await closeDatabase()
      await admin.end()
      await asAdmin(server, (client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}
