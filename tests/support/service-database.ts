import { randomBytes } from 'node:crypto'
import { closeDatabase } from '@korob/platform/database'
import { prepareDatabase, type ServiceName } from '@korob/platform/migrate'
import pg from 'pg'
import { asAdmin, serverWithDatabase, testDatabaseUrl, urlWith } from './database-server.ts'
import { migratedTemplate, testPasswords } from './migrated-template.ts'

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

/** A fresh, migrated database of one service; the platform's database settings point at it. */
export const serviceDatabase = async (service: ServiceName): Promise<ServiceDatabase> => {
  const name = `test_${service}_${randomBytes(6).toString('hex')}`
  const database = await serverWithDatabase(name, await migratedTemplate([service]))
  const admin = new pg.Client({ connectionString: database.url })
  await admin.connect()
  // Roles belong to the whole server: suites that prepare at the same time take turns.
  await asAdmin(testDatabaseUrl(), async (client) => {
    await client.query('select pg_advisory_lock(1)')
    await prepareDatabase(admin, testPasswords)
  })
  const url = urlWith(database.url, name, { name: service, password: testPasswords[service] })
  await closeDatabase()
  const { hostname, port } = new URL(url)
  Object.assign(process.env, {
    DATABASE_HOST: hostname,
    DATABASE_PORT: port,
    DATABASE_NAME: name,
    DATABASE_USER: service,
    DATABASE_PASSWORD: testPasswords[service],
    DATABASE_POOL_MAX: process.env.DATABASE_POOL_MAX ?? '16',
  })
  return {
    adminUrl: database.url,
    url,
    admin,
    drop: async () => {
      await closeDatabase()
      await admin.end()
      await database.drop()
    },
  }
}
