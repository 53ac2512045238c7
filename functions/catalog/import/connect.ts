import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { database } from '@korob/platform/database'
import { Unreachable } from '@korob/platform/errors'
import { z } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'

/** There is no telling which database is meant. */
export class NoDatabase extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'NoDatabase'
  }
}

const running = z.object({ databaseUrl: z.string() })

// The shop that npm start runs leaves word of its servers in its data folder, for as long as it runs: local/shop/running-shop.ts.
const localShop = (): string => {
  const folder = process.env.KOROB_DATA_DIR || '.local'
  const file = join(folder, 'running.json')
  if (!existsSync(file))
    throw new NoDatabase(
      `no shop runs with its data in ${folder}: npm start first, set KOROB_DATA_DIR as it was for npm start, or say --database-url postgres://…`,
    )
  return running.parse(JSON.parse(readFileSync(file, 'utf8'))).databaseUrl
}

/**
 * Points the platform's database at `url`, else at the local shop. Everything runs as the role `catalog`: an administrator
 * becomes that role, so an import can do no more than the service itself.
 */
export const connectTo = (url: string | undefined): string => {
  const address = url ?? localShop()
  if (!/^postgres(ql)?:/.test(address) || !URL.canParse(address))
    throw new NoDatabase(`not an address of a database, postgres://user:password@host:port/name: ${address}`)
  const { hostname, port, pathname, username, password, searchParams } = new URL(address)
  const name = decodeURIComponent(pathname.slice(1))
  if (hostname === '' || name === '') throw new NoDatabase(`the address lacks a host or a database: ${url}`)
  Object.assign(process.env, {
    DATABASE_HOST: hostname,
    DATABASE_PORT: port || '5432',
    DATABASE_NAME: name,
    DATABASE_USER: decodeURIComponent(username),
    DATABASE_PASSWORD: decodeURIComponent(password),
    DATABASE_TLS: ['require', 'verify-ca', 'verify-full'].includes(searchParams.get('sslmode') ?? '') ? 'require' : '',
    DATABASE_QUERY_TIMEOUT_MS: '120000',
    ...(username === 'catalog' ? {} : { PGOPTIONS: '-c role=catalog -c search_path=catalog,extensions' }),
  })
  return `${name} at ${hostname}:${port || '5432'}`
}

/** Asks the database for a sign of life before a file is read for it. @throws NoDatabase when nobody answers */
export const reach = async (where: string): Promise<void> => {
  await database.one(sql`select 1 as here`).catch((error: unknown) => {
    if (!(error instanceof Unreachable)) throw error
    throw new NoDatabase(
      `no database answers for ${where}: is the shop running (npm start), or the address right? ${error.message}`,
    )
  })
}
