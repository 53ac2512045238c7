import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { integerSetting } from '@korob/platform/config'
import { z } from '@korob/platform/schema'

/** There is no telling which database is meant. */
export class NoDatabase extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'NoDatabase'
  }
}

const credentials = z.object({ postgres: z.string() })

// The shop that npm start runs with the same settings: local/engines keeps its passwords in its data folder.
const localShop = (): string => {
  const folder = process.env.KOROB_DATA_DIR || '.local'
  const file = join(folder, 'credentials.json')
  if (!existsSync(file))
    throw new NoDatabase(
      `no shop has run with its data in ${folder}: npm start first, set KOROB_DATA_DIR as it was for npm start, or say --database-url postgres://…`,
    )
  const { postgres } = credentials.parse(JSON.parse(readFileSync(file, 'utf8')))
  return `postgres://postgres:${postgres}@127.0.0.1:${integerSetting('KOROB_POSTGRES_PORT', 35_432)}/korob`
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
  const database = decodeURIComponent(pathname.slice(1))
  if (hostname === '' || database === '') throw new NoDatabase(`the address lacks a host or a database: ${url}`)
  Object.assign(process.env, {
    DATABASE_HOST: hostname,
    DATABASE_PORT: port || '5432',
    DATABASE_NAME: database,
    DATABASE_USER: decodeURIComponent(username),
    DATABASE_PASSWORD: decodeURIComponent(password),
    DATABASE_TLS: ['require', 'verify-ca', 'verify-full'].includes(searchParams.get('sslmode') ?? '') ? 'require' : '',
    DATABASE_QUERY_TIMEOUT_MS: '120000',
    ...(username === 'catalog' ? {} : { PGOPTIONS: '-c role=catalog -c search_path=catalog,extensions' }),
  })
  return `${database} at ${hostname}:${port || '5432'}`
}
