import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { applyMigrations, migrationsOf, prepareDatabase, type ServiceName, services } from '@korob/platform/migrate'
import pg from 'pg'
import { serverWithDatabase, urlWith } from './database-server.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A database as deployment leaves it: all services' schemas and roles, no data. */
export interface MigratedDatabase {
  /** An administrator's connection. */
  admin: pg.Client
  /** A connection as a service's login role. */
  loginAs(service: ServiceName): Promise<pg.Client>
  drop(): Promise<void>
}

const connected = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}

export const migratedDatabase = async (): Promise<MigratedDatabase> => {
  const name = `test_all_${randomBytes(6).toString('hex')}`
  const { url, drop } = await serverWithDatabase(name)
  const admin = await connected(url)
  const passwords = Object.fromEntries(services.map((one) => [one, randomBytes(16).toString('hex')]))
  await prepareDatabase(admin, passwords as Record<ServiceName, string>)
  for (const service of services) await applyMigrations(admin, service, migrationsOf(root, service))
  const logins: pg.Client[] = []
  return {
    admin,
    loginAs: async (service) => {
      const client = await connected(urlWith(url, name, { name: service, password: passwords[service] ?? '' }))
      logins.push(client)
      return client
    },
    drop: async () => {
      await Promise.all([admin, ...logins].map((client) => client.end()))
      await drop()
    },
  }
}
