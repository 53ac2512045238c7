import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { holderOf } from '../engines/process/lock.ts'

/** Where a running shop is to be found, for commands that are run beside it. `functions/catalog/import` reads it, too. */
export type RunningShop = {
  readonly url: string
  /** Of the local runner: Lambda, and secrets. */
  readonly runner: string
  /** The simulator; nothing where another gateway is used. */
  readonly sms?: string
  /** As the administrator. */
  readonly databaseUrl: string
  /** Name of the secret with the key of access tokens. */
  readonly tokenSecret: string
}

const fileIn = (dataDir: string): string => join(dataDir, 'running.json')

/** Leaves word in the data folder of where the shop runs, for as long as it does. */
export function tellRunning(dataDir: string, shop: RunningShop): { stop: () => void } {
  const file = fileIn(dataDir)
  // There is a password in it.
  writeFileSync(`${file}.new`, `${JSON.stringify(shop, undefined, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return { stop: () => rmSync(file, { force: true }) }
}

/** The shop that runs with its data in this folder. What one left that was killed does not count. */
export function runningShop(dataDir: string): RunningShop | undefined {
  if (!holderOf(dataDir)) return undefined
  try {
    return JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as RunningShop
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
