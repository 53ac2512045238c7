import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EngineError } from '../error.ts'
import { otherVersion } from '../stamp.ts'
import { lastLines, run } from '../system/run.ts'
import type { Binaries } from './binaries.ts'
import type { User } from './user.ts'

export const adminUser = 'postgres'

/** The cluster's data directory below `folder`, initialised when there is none yet. */
export async function ensureCluster(
  folder: string,
  binaries: Binaries,
  user: User | undefined,
  password: string,
): Promise<string> {
  const data = join(folder, 'data')
  const versionFile = join(data, 'PG_VERSION')
  const major = binaries.version.split('.')[0]
  if (!existsSync(versionFile)) await initialise(folder, data, binaries, user, password)
  const found = readFileSync(versionFile, 'utf8').trim()
  if (found !== major) throw otherVersion(data, `PostgreSQL ${found}`, `PostgreSQL ${major}`)
  return data
}

async function initialise(
  folder: string,
  data: string,
  binaries: Binaries,
  user: User | undefined,
  password: string,
): Promise<void> {
  // Renamed once whole: an initdb that was interrupted leaves nothing that looks like a cluster.
  const draft = `${data}.new`
  const passwordFile = join(folder, 'password')
  rmSync(draft, { recursive: true, force: true })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (user) chownSync(passwordFile, user.uid, user.gid)
  try {
    const { code, output } = await run(
      binaries.initdb,
      [
        `--pgdata=${draft}`,
        `--username=${adminUser}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // A UTF-8 character type is what makes Cyrillic letters letters to pg_trgm and to text search.
        `--locale=${await utf8Locale()}`,
        '--no-instructions',
      ],
      { cwd: folder, uid: user?.uid, gid: user?.gid, env: { ...process.env, LC_ALL: 'C' } },
    )
    if (code !== 0) {
      throw new EngineError(`PostgreSQL's initdb failed (exit code ${code}):\n${lastLines(output)}`, 'Mend that first.')
    }
    renameSync(draft, data)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

async function utf8Locale(): Promise<string> {
  const { output } = await run('locale', ['-a'])
  const available = output.split('\n').map((name) => name.trim())
  const locale = ['C.UTF-8', 'C.utf8', 'en_US.UTF-8', 'en_US.utf8'].find((name) => available.includes(name))
  return locale ?? available.find((name) => /utf-?8$/i.test(name)) ?? 'C.UTF-8'
}
