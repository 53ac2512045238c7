import { EngineError } from '../error.ts'
import { queryOnce, quoteIdentifier } from './sql.ts'

export type Login = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  /** One that is there, to make others from. */
  readonly database: string
}

export type Client = {
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

export function clientOf({ host, port, user, password, database: home }: Login): Client {
  const urlOf = (database: string) =>
    `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}:${port}/${encodeURIComponent(database)}`
  return {
    host,
    port,
    adminUser: user,
    adminPassword: password,
    urlOf,
    async ensureDatabase(database: string) {
      const [found] = await queryOnce<{ owner: string; isMine: boolean }>(
        urlOf(home),
        `select pg_get_userbyid(datdba) as owner, pg_has_role(datdba, 'usage') as "isMine"
           from pg_database where datname = $1`,
        [database],
      )
      if (!found) await queryOnce(urlOf(home), `create database ${quoteIdentifier(database)}`)
      else if (!found.isMine) {
        throw new EngineError(
          `The database ${database} at ${host}:${port} belongs to ${found.owner}; ${user} can't set a shop up in it.`,
          `Sign in as ${found.owner}; or as an administrator run: alter database ${quoteIdentifier(database)} owner to ${quoteIdentifier(user)}`,
        )
      }
    },
    async dropDatabase(database: string) {
      await queryOnce(urlOf(home), `drop database if exists ${quoteIdentifier(database)} with (force)`)
    },
  }
}
