import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pg } from './postgres.ts'

/** The five services: schema and login role carry the service's name. */
export const services = ['backend', 'catalog', 'orders', 'delivery', 'notifications'] as const
export type ServiceName = (typeof services)[number]

export interface Migration {
  name: string
  text: string
  checksum: string
}

/** The numbered .sql files of a folder, in order. @throws when a name has no number */
export const readMigrations = (folder: string, prefix = ''): Migration[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      if (!/^\d{4}_[\w-]+\.sql$/.test(name))
        throw new Error(`${join(folder, name)}: a migration is named 0001_what.sql`)
      const text = readFileSync(join(folder, name), 'utf8')
      return { name: prefix + name, text, checksum: createHash('sha256').update(text).digest('hex') }
    })

// Any constant: whoever migrates this database at the same time waits.
const lockKey = 7_204_118

const identifier = (name: string) => pg.escapeIdentifier(name)

const inLock = async <T>(client: pg.Client, work: () => Promise<T>): Promise<T> => {
  await client.query('select pg_advisory_lock($1)', [lockKey])
  try {
    return await work()
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockKey])
  }
}

const extensions = ['pg_trgm', 'unaccent', 'btree_gist']

/** Extensions, and a schema and a login role per service that reaches nothing of the others. Run as an administrator. */
export const prepareDatabase = (client: pg.Client, passwords: Record<ServiceName, string>): Promise<void> =>
  inLock(client, async () => {
    await client.query('create schema if not exists extensions')
    await client.query('grant usage on schema extensions to public')
    await client.query('revoke create on schema public from public')
    for (const extension of extensions)
      await client.query(`create extension if not exists ${identifier(extension)} schema extensions`)
    const { rows } = await client.query<{ name: string }>('select current_database() as name')
    const database = identifier(rows[0]?.name ?? '')
    await client.query(`revoke all on database ${database} from public`)
    for (const service of services) {
      const role = identifier(service)
      const known = await client.query('select from pg_roles where rolname = $1', [service])
      if (known.rowCount === 0) await client.query(`create role ${role} login`)
      await client.query(`alter role ${role} login password ${pg.escapeLiteral(passwords[service])}`)
      await client.query(`grant connect on database ${database} to ${role}`)
      // An RDS administrator is no superuser: it must be a member of a role to create a schema for it.
      await client.query(`grant ${role} to current_user`)
      await client.query(`create schema if not exists ${role} authorization ${role}`)
      await client.query(`alter role ${role} in database ${database} set search_path = ${role}, extensions`)
      // What a process that is frozen half-way has locked is free again before whoever waits for it gives up. Nothing waits for
      // anybody but PostgreSQL inside a transaction. Set here, since a function that sets it would keep its connection of the proxy.
      await client.query(`alter role ${role} in database ${database} set idle_in_transaction_session_timeout = '15s'`)
    }
  })

/**
 * Applies what is new of `migrations` to a service's schema, each in a transaction of its own, as the service's role.
 * @throws when a migration applied before has been edited since
 */
export const applyMigrations = (
  client: pg.Client,
  service: ServiceName,
  migrations: readonly Migration[],
): Promise<string[]> =>
  inLock(client, async () => {
    const applied: string[] = []
    await client.query(`set role ${identifier(service)}`)
    try {
      await client.query(`set search_path = ${identifier(service)}, extensions`)
      await client.query(
        'create table if not exists migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
      )
      const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from migration')
      const known = new Map(rows.map((row) => [row.name, row.checksum]))
      for (const { name, text, checksum } of migrations) {
        const before = known.get(name)
        if (before === checksum) continue
        if (before !== undefined) throw new Error(`${service}: migration ${name} was edited after it had been applied`)
        await client.query('begin')
        try {
          await client.query(text)
          await client.query('insert into migration (name, checksum) values ($1, $2)', [name, checksum])
          await client.query('commit')
        } catch (error) {
          await client.query('rollback')
          throw new Error(`${service}: migration ${name} failed: ${String(error)}`, { cause: error })
        }
        applied.push(name)
      }
      return applied
    } finally {
      await client.query('reset role')
      await client.query('reset search_path')
    }
  })

/** All of a service's migrations: the platform's own tables first. */
export const migrationsOf = (root: string, service: ServiceName): Migration[] => [
  ...readMigrations(join(root, 'layers/platform/migrations'), 'platform/'),
  ...readMigrations(join(root, 'functions', service, 'migrations')),
]
