import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { markerName, requireOurs } from './data-folder.ts'
import { EngineError } from './error.ts'
import { outsideOf } from './postgres/place.ts'
import { holderOf, inUse } from './process/lock.ts'
import { readStamp } from './stamp.ts'

/**
 * Removes all that the engines keep for a data folder, wherever it is; refuses while it is in use,
 * and a folder that is no shop's. Answers what is gone.
 */
export function clearData(dataDir: string): string[] {
  requireOurs(dataDir)
  const holder = holderOf(dataDir)
  if (holder) throw inUse(dataDir, holder)
  const volumes = ['rabbitmq', 'opensearch'].flatMap((engine) => readStamp(join(dataDir, engine))?.volume ?? [])
  const folders = [dataDir, outsideOf(dataDir)].filter((folder) => existsSync(folder))
  for (const volume of volumes) removeVolume(volume, dataDir)
  for (const folder of folders) removeMarkerLast(folder)
  return [...folders, ...volumes]
}

// Before the folders, whose stamps are all that knows of it.
function removeVolume(volume: string, dataDir: string): void {
  const { status, error, stderr } = spawnSync('docker', ['volume', 'rm', '--force', volume], { encoding: 'utf8' })
  if (status === 0) return
  throw new EngineError(
    `\`docker volume rm ${volume}\` failed: ${error?.message ?? stderr.trim()}`,
    `Mend what it complains about, and clear again; without Docker for good, remove ${dataDir} yourself.`,
  )
}

// Interrupted, what is left must still be known as a shop's.
function removeMarkerLast(folder: string): void {
  const contents = readdirSync(folder).filter((name) => name !== markerName)
  for (const name of contents) rmSync(join(folder, name), { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
}
