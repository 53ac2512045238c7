import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const shells = /^-?(a|ba|da|k|z)?sh$|^busybox$/

/**
 * Whether npm, which this process was started by, is still there; undefined without npm.
 * Between the two there may be npm's `sh -c`, which outlives npm: then it is the shell whose parent changes.
 */
export function watchedNpm(env = process.env) {
  if (!env.npm_lifecycle_event) return undefined
  const parent = process.ppid
  const between = statusOf(parent)
  const npm = between && shells.test(between.name) ? between.parent : undefined
  return {
    isGone: () => process.ppid !== parent || (npm !== undefined && statusOf(parent)?.parent !== npm),
  }
}

function statusOf(pid) {
  if (process.platform === 'linux') return fromProc(pid)
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' })
  const [, parent, command] = /^\s*(\d+)\s+(.+?)\s*$/.exec(stdout ?? '') ?? []
  return parent && command ? { parent: Number(parent), name: command.split('/').at(-1) } : undefined
}

function fromProc(pid) {
  try {
    // pid (name) state ppid …, where the name may hold anything
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const end = stat.lastIndexOf(')')
    return { parent: Number(stat.slice(end + 2).split(' ')[1]), name: stat.slice(stat.indexOf('(') + 1, end) }
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined
    throw error
  }
}
