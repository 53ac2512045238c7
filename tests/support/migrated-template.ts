import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { applyMigrations, migrationsOf, prepareDatabase, type ServiceName, services } from '@korob/platform/migrate'
import pg from 'pg'
import { asAdmin, serverWithDatabase, testDatabaseUrl } from './database-server.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Logins of the services in databases that tests prepare. */
export const testPasswords = Object.fromEntries(services.map((service) => [service, `test-${service}`])) as Record<
  ServiceName,
  string
>

const migrated = async (name: string, of: readonly ServiceName[]): Promise<void> => {
  const { url } = await serverWithDatabase(name)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await prepareDatabase(client, testPasswords)
    for (const service of of) await applyMigrations(client, service, migrationsOf(root, service))
  } finally {
    await client.end()
  }
}

/**
 * A database as the migrations of these services leave it, to be copied: made by the first who asks a test server for it,
 * for migrating takes seconds and a copy a fraction of one. Settings and rights of a database aren't copied with it.
 */
export const migratedTemplate = async (of: readonly ServiceName[]): Promise<string> => {
  const hash = createHash('sha256')
  for (const service of of) for (const { name, checksum } of migrationsOf(root, service)) hash.update(name + checksum)
  const name = `migrated_${hash.digest('hex').slice(0, 16)}`
  await asAdmin(testDatabaseUrl(), async (client) => {
    await client.query('select pg_advisory_lock(1)')
    const known = await client.query('select from pg_database where datname = $1', [name])
    if (known.rowCount === 1) return
    const partial = `${name}_partial`
    await client.query(`drop database if exists ${partial} with (force)`)
    await migrated(partial, of)
    await client.query(`alter database ${partial} rename to ${name}`)
  })
  return name
}
