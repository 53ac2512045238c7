import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'

export type Listener = { readonly pid: number; readonly name: string }

/** The process that listens on a port, if this user may know. */
export function listenerOf(port: number): Listener | undefined {
  return process.platform === 'linux' ? fromProc(port) : fromLsof(port)
}

function fromProc(port: number): Listener | undefined {
  const inodes = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningInodes(read(table), port)))
  if (inodes.size === 0) return undefined
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    if (socketsOf(pid).some((inode) => inodes.has(inode))) {
      return { pid: Number(pid), name: nameOf(pid) }
    }
  }
  return undefined
}

// Its command line: the name that the kernel keeps is the main thread's, `MainThread` for Node.
function nameOf(pid: string): string {
  const [program = '', script = ''] = read(`/proc/${pid}/cmdline`).split('\0')
  return (
    [program, script.startsWith('-') ? '' : script]
      .map((part) => basename(part))
      .join(' ')
      .trim() || 'a process'
  )
}

/** Rows of /proc/net/tcp: local address `hex:hexport` in column 1, state in column 3 (0A = LISTEN), inode in column 9. */
export function listeningInodes(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return table
    .split('\n')
    .map((row) => row.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(suffix) && columns[3] === '0A')
    .map((columns) => columns[9] ?? '')
}

function socketsOf(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? []
      } catch {
        return [] // closed meanwhile
      }
    })
  } catch {
    return [] // another user's process, or one that has ended
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // no IPv6, or a process that has ended
  }
}

function fromLsof(port: number): Listener | undefined {
  const { stdout, status } = spawnSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { encoding: 'utf8' })
  if (status !== 0) return undefined
  const pid = /^p(\d+)$/m.exec(stdout)?.[1]
  return pid ? { pid: Number(pid), name: /^c(.+)$/m.exec(stdout)?.[1] ?? 'a process' } : undefined
}
