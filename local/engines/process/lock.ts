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
  take(file, folder, JSON.stringify(mine))
  return () => rmSync(file, { force: true })
}

/** Makes a lock's file with this text. Throws when a live process has it, or is just taking it. */
function take(file: string, folder: string, mine: string): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, mine)
  try {
    while (!linked(draft, file)) {
      const found = textOf(file)
      const holder = found === undefined ? undefined : liveHolder(found)
      if (holder) throw inUse(folder, holder)
      if (found !== undefined && replaceStale(file, found, draft, folder, mine)) return
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

/**
 * Of several that find a lock stale, each replaces it only while it has the turn, and if it still is what was found: else
 * the slower would take away what the quicker has made in between. The turn is a lock too, since it may be left as well.
 */
function replaceStale(file: string, found: string, draft: string, folder: string, mine: string): boolean {
  const turn = `${file}.turn`
  take(turn, folder, mine)
  try {
    if (textOf(file) !== found) return false
    renameSync(draft, file)
    return true
  } finally {
    rmSync(turn, { force: true })
  }
}

/** The live process that holds a data folder, if any. */
export function holderOf(folder: string): Holder | undefined {
  const text = textOf(join(folder, 'lock'))
  return text === undefined ? undefined : liveHolder(text)
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function liveHolder(text: string): Holder | undefined {
  let holder: Holder
  try {
    holder = JSON.parse(text)
  } catch {
    return undefined // torn in writing
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
