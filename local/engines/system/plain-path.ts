import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { EngineError } from '../error.ts'

/**
 * A path to this folder of ASCII letters alone: RabbitMQ's plugins crash on others, and its shell scripts part at spaces.
 * The folder's own where that will do, or else a link to it among temporary files, always the same one.
 */
export function plainPath(folder: string): string {
  if (isPlain(folder)) return folder
  const { uid } = userInfo()
  const parent = join(isPlain(tmpdir()) ? tmpdir() : '/tmp', `korob-${uid}`)
  mkdirSync(parent, { recursive: true, mode: 0o700 })
  requireOurs(parent, uid)
  const link = join(parent, createHash('sha256').update(folder).digest('hex').slice(0, 12))
  if (targetOf(link) === folder) return link
  rmSync(link, { force: true })
  symlinkSync(folder, link)
  return link
}

export function isPlain(path: string): boolean {
  return /^[\w./+@-]+$/.test(path)
}

// Anyone may make a folder there, and put links into their own.
function requireOurs(folder: string, uid: number): void {
  const stat = lstatSync(folder)
  if (stat.isDirectory() && stat.uid === uid && (stat.mode & 0o022) === 0) return
  throw new EngineError(
    `${folder} is not a folder that only this user writes to.`,
    'Remove it; or put the checkout where the path has neither spaces nor letters other than English ones.',
  )
}

function targetOf(link: string): string | undefined {
  try {
    return readlinkSync(link)
  } catch (error) {
    if (['ENOENT', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}
