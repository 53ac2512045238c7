import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { outsideOf } from './postgres/place.ts'
import { holderOf, inUse } from './process/lock.ts'
import { readStamp } from './stamp.ts'

/** Removes all that the engines keep for a data folder, wherever it is; refuses while it is in use. Answers what is gone. */
export function clearData(dataDir: string): string[] {
  const holder = holderOf(dataDir)
  if (holder) throw inUse(dataDir, holder)
  const volumes = ['rabbitmq', 'opensearch'].flatMap((engine) => readStamp(join(dataDir, engine))?.volume ?? [])
  const folders = [dataDir, outsideOf(dataDir)].filter((folder) => existsSync(folder))
  for (const volume of volumes) spawnSync('docker', ['volume', 'rm', '--force', volume], { stdio: 'inherit' })
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  return [...folders, ...volumes]
}
