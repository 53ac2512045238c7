import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EngineError } from '../error.ts'
import { startOf } from './identity.ts'

type Holder = { readonly pid: number; readonly startedAt: string | undefined; readonly what: string }

/** Takes a data folder for this process alone; a lock left by a process that has ended counts for nothing. */
export function lockFolder(folder: string, what: string): () => void {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'lock')
  const mine: Holder = { pid: process.pid, startedAt: startOf(process.pid), what }
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, JSON.stringify(mine))
  try {
    while (!linked(draft, file)) {
      const holder = holderOf(folder)
      if (holder) throw inUse(folder, holder)
      // Moved aside rather than removed: of two that find it stale, one wins and the other looks again.
      moveAside(file, `${file}.stale.${process.pid}`)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  return () => rmSync(file, { force: true })
}

/** The live process that holds a data folder, if any. */
export function holderOf(folder: string): Holder | undefined {
  let holder: Holder
  try {
    holder = JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const startedAt = startOf(holder.pid)
  return startedAt !== undefined && startedAt === holder.startedAt ? holder : undefined
}

export function inUse(folder: string, holder: Holder): EngineError {
  return new EngineError(
    `${folder} is in use by ${holder.what} (process ${holder.pid}).`,
    `Stop it first (Ctrl-C where it runs, or: kill ${holder.pid}).`,
  )
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function moveAside(file: string, aside: string): void {
  try {
    renameSync(file, aside)
    rmSync(aside, { force: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
