import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EngineError } from './error.ts'
import { projectRoot } from './paths.ts'

/** In the root of every data folder: only what has it is ever written to or removed. */
export const markerName = 'korob-data'

const markerText = 'The data of a Korob shop on this machine. `npm run reset` removes this whole folder.\n'

// What starts wrote into `.local` before there was a marker.
const partsOfEarlierStarts = ['credentials.json', 'postgres', 'rabbitmq', 'opensearch', 'aws', 'runner', 'assembly']

/** Takes a folder for a shop's data: a new one, an empty one, or one that has been a shop's before. */
export function claimDataFolder(dataDir: string): void {
  requireOurs(dataDir)
  try {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(join(dataDir, markerName), markerText)
  } catch (cause) {
    throw new EngineError(
      `${dataDir} can't be written: ${(cause as Error).message}`,
      'Let KOROB_DATA_DIR name a folder of your own.',
      { cause },
    )
  }
}

/** Throws when a folder holds anything that no shop has put there. */
export function requireOurs(dataDir: string): void {
  const entries = entriesOf(dataDir)
  if (entries.length === 0 || entries.includes(markerName)) return
  if (dataDir === join(projectRoot, '.local') && partsOfEarlierStarts.some((part) => entries.includes(part))) return
  throw new EngineError(
    `${dataDir} holds files that are not a shop's data (it has no file ${markerName}); it stays untouched.`,
    'Let KOROB_DATA_DIR name a new or an empty folder, or one that a shop was started with.',
  )
}

function entriesOf(folder: string): string[] {
  if (!existsSync(folder)) return []
  try {
    return readdirSync(folder)
  } catch (cause) {
    throw new EngineError(
      `${folder} can't be read as a folder: ${(cause as Error).message}`,
      'Let KOROB_DATA_DIR name a folder of your own.',
      { cause },
    )
  }
}
