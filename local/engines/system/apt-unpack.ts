import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../engine.ts'
import { EngineError } from '../error.ts'
import { cacheDir } from '../paths.ts'
import { lastLines, run } from './run.ts'

/**
 * A package of the system's archive, with all of what it needs that this system lacks, unpacked below `.cache`: the root
 * of that tree. Nothing is installed, no script of a package runs, and no rights are needed.
 */
export async function aptUnpack(name: string, log: Log): Promise<string> {
  const folder = join(cacheDir, `${name}-unpacked`)
  if (existsSync(folder)) return folder
  log(`fetching ${name} with apt-get, to be used from ${folder} (once; nothing is installed)`)
  const draft = `${folder}.${process.pid}`
  const archives = join(draft, 'archives')
  mkdirSync(archives, { recursive: true })
  try {
    await download(name, archives, draft)
    for (const archive of readdirSync(archives).filter((file) => file.endsWith('.deb'))) {
      await must('dpkg-deb', ['--extract', join(archives, archive), join(draft, 'root')])
    }
    // Moved into place once whole, so that an interrupted or parallel start can't leave half of it.
    if (!existsSync(folder)) renameSync(join(draft, 'root'), folder)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return folder
}

/** By the system's own lists of packages; where these are missing or out of date, by fresh ones beside the download. */
async function download(name: string, archives: string, draft: string): Promise<void> {
  try {
    await downloadBy([], name, archives)
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    const own = ownLists(join(draft, 'apt'))
    await must('apt-get', [...own, '-q', 'update'])
    await downloadBy(own, name, archives)
  }
}

async function downloadBy(options: readonly string[], name: string, archives: string): Promise<void> {
  const plan = await must('apt-get', [...options, '--simulate', '--no-install-recommends', 'install', name])
  await must('apt-get', [...options, '-q', 'download', ...plannedPackages(plan)], archives)
}

/** `erlang-base=1:25.2.3+dfsg-1` of each line `Inst erlang-base (1:25.2.3+dfsg-1 Debian:12.11/stable [amd64])`. */
export function plannedPackages(plan: string): string[] {
  const lines = plan.matchAll(/^Inst (\S+) (?:\[[^\]]*\] )?\((\S+)/gm)
  return [...lines].map(([, name, version]) => `${name}=${version}`)
}

function ownLists(folder: string): string[] {
  for (const name of ['state/lists/partial', 'cache/archives/partial'])
    mkdirSync(join(folder, name), { recursive: true })
  const settings = {
    'Dir::State': join(folder, 'state'),
    'Dir::State::status': '/var/lib/dpkg/status',
    'Dir::Cache': join(folder, 'cache'),
  }
  return Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`])
}

async function must(file: string, args: readonly string[], cwd?: string): Promise<string> {
  const { code, output } = await run(file, args, { cwd, env: { ...process.env, LC_ALL: 'C.UTF-8' } })
  if (code === 0) return output
  throw new EngineError(
    `\`${file} ${args.join(' ')}\` failed (exit code ${code}):\n${lastLines(output)}`,
    'Mend what it complains about; or have an administrator install the package: see local/engines/README.md.',
  )
}
