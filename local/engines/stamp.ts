import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EngineError } from './error.ts'

/** What wrote a data folder. `series` is the part of the version that its files belong to: `3.10`. */
export type Stamp = { readonly engine: string; readonly series: string; readonly volume?: string }

const fileName = 'written-by.json'

/** Notes what writes this folder; throws if something else did before. */
export function stampFolder(folder: string, stamp: Stamp): void {
  const found = readStamp(folder)
  if (found && (found.engine !== stamp.engine || found.series !== stamp.series || found.volume !== stamp.volume)) {
    throw otherVersion(folder, `${found.engine} ${found.series}`, `${stamp.engine} ${stamp.series}`)
  }
  if (found) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, fileName), `${JSON.stringify(stamp)}\n`)
}

export function readStamp(folder: string): Stamp | undefined {
  const file = join(folder, fileName)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

export function otherVersion(folder: string, wroteIt: string, runsNow: string): EngineError {
  return new EngineError(
    `The data in ${folder} was written by ${wroteIt}; ${runsNow} can't read it.`,
    `Start that version again, or clear the data: npm run reset.`,
  )
}
