import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs'
import { EngineError } from '../error.ts'

export type User = { readonly name: string; readonly uid: number; readonly gid: number }

/** PostgreSQL refuses to run as root: the user that it runs as instead, made when missing. Undefined when we aren't root. */
export function unprivilegedUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined
  return lookUp('postgres') ?? created('postgres')
}

function lookUp(name: string): User | undefined {
  const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' })
  const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' })
  return uid.status === 0 && gid.status === 0 ? { name, uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined
}

function created(name: string): User {
  const made = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', name], {
    encoding: 'utf8',
  })
  const user = lookUp(name)
  if (user) return user
  throw new EngineError(
    `PostgreSQL can't run as root, and the user \`${name}\` couldn't be made: ${made.stderr ?? made.error?.message}`,
    `Run \`useradd --system ${name}\`, or start as a user other than root.`,
  )
}

/** Asked of the system itself: permissions, mounts and access lists all have a say. */
export function canReach(user: User, path: string): boolean {
  return spawnSync('test', ['-x', path], { uid: user.uid, gid: user.gid, cwd: '/' }).status === 0
}

/** A folder that the user owns, below one that others may at least pass through. */
export function ownedFolder(user: User | undefined, parent: string, folder: string): void {
  mkdirSync(parent, { recursive: true })
  mkdirSync(folder, { recursive: true })
  if (!user) return
  chmodSync(parent, statSync(parent).mode | 0o011)
  chownSync(folder, user.uid, user.gid)
}
