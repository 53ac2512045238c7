import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { canReach, ownedFolder, type User } from './user.ts'

// A checkout below /root (mode 700) can't be reached by the user that PostgreSQL runs as.
export const outsideDir = '/var/lib/korob'

/** Where a data folder's PostgreSQL part is placed when it can't be inside. */
export function outsideOf(dataDir: string): string {
  return join(outsideDir, createHash('sha256').update(dataDir).digest('hex').slice(0, 12))
}

/** The folder for the cluster: inside the data folder, or outside where that can't be reached. */
export function placeCluster(dataDir: string, user: User | undefined): { folder: string; moved: boolean } {
  const inside = join(dataDir, 'postgres')
  ownedFolder(user, dataDir, inside)
  if (!user || canReach(user, inside)) return { folder: inside, moved: false }
  const parent = outsideOf(dataDir)
  const folder = join(parent, 'postgres')
  ownedFolder(user, outsideDir, parent)
  ownedFolder(user, parent, folder)
  return { folder, moved: true }
}
