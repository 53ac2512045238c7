import { existingEngine, type Log } from '../engine.ts'
import { EngineError } from '../error.ts'
import { readAddress, reasonOf } from '../existing.ts'
import { clientOf } from './client.ts'
import type { Postgres } from './postgres.ts'
import { queryOnce } from './sql.ts'

const setting = 'DATABASE_URL'
const mend = `Mend ${setting}, or unset it: PostgreSQL comes with npm.`
const oldest = 18

export type Server = {
  readonly version: string
  readonly user: string
  readonly superuser: boolean
  readonly makesRoles: boolean
  readonly makesDatabases: boolean
}

/** A server that DATABASE_URL names, with a user who may set a shop up. */
export async function existingPostgres(text: string, log: Log): Promise<Postgres> {
  const url = readAddress(text, {
    setting,
    protocols: ['postgres:', 'postgresql:'],
    example: 'postgres://user:password@host:5432/postgres',
  })
  log(`PostgreSQL is the server at ${url.host} (${setting})`)
  const server = await ask(text.trim(), url.host)
  requireFit(server, url.host)
  const client = clientOf({
    host: url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)) || 'postgres',
  })
  return { ...existingEngine('PostgreSQL', server.version, setting), ...client }
}

async function ask(url: string, host: string): Promise<Server> {
  const asked = queryOnce<Server>(
    url,
    `select current_setting('server_version') as version, rolname as user, rolsuper as superuser,
            rolcreaterole as "makesRoles", rolcreatedb as "makesDatabases"
       from pg_roles where rolname = current_user`,
  )
  const [server] = await asked.catch((cause) => {
    throw new EngineError(`PostgreSQL at ${host} (${setting}) can't be used: ${reasonOf(cause)}.`, mend, { cause })
  })
  if (!server) throw new EngineError(`PostgreSQL at ${host} (${setting}) doesn't tell who its user is.`, mend)
  return server
}

/** @throws EngineError when the server is too old, or its user may not make what a shop needs */
export function requireFit(server: Server, host: string): void {
  const { version, user } = server
  if (Number.parseInt(version, 10) < oldest) {
    throw new EngineError(`PostgreSQL at ${host} (${setting}) is ${version}; ${oldest} or newer is needed.`, mend)
  }
  if (server.superuser || (server.makesRoles && server.makesDatabases)) return
  throw new EngineError(
    `The user ${user} of PostgreSQL at ${host} (${setting}) may not make roles and databases, of which a shop has its own.`,
    `As an administrator, run: alter role "${user}" createrole createdb; or let ${setting} name another user.`,
  )
}
