import { existsSync, readdirSync, readFileSync } from 'node:fs'

export interface ProcessUse {
  pid: number
  parent: number
  command: string
  /** User and system time, ended children included. */
  cpuMs: number
  residentBytes: number
  /** What it shares with others counted by its share; undefined where it may not be read. */
  proportionalBytes: number | undefined
}

/** Only Linux tells of other processes in files; elsewhere these figures are left out. */
export const canReadProcesses = existsSync('/proc/self/stat')

// sysconf(_SC_CLK_TCK) is 100 on every Linux that Node runs on.
const tickMs = 10
const pageBytes = 4096

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Ended meanwhile, or another user's.
    return undefined
  }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const useOf = (pid: number): ProcessUse | undefined => {
  const stat = read(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  // The name in parentheses may itself hold spaces; `fields[0]` is field 3.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const field = (number: number): number => Number(fields[number - 3])
  const proportional = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1]
  return {
    pid,
    parent: field(4),
    command: (read(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim(),
    cpuMs: (field(14) + field(15) + field(16) + field(17)) * tickMs,
    residentBytes: field(24) * pageBytes,
    proportionalBytes: proportional === undefined ? undefined : Number(proportional) * 1024,
  }
}

/** A process and all its descendants. */
export const processTree = (root: number): ProcessUse[] => {
  if (!canReadProcesses) return []
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => useOf(Number(name)) ?? [])
  const children = Map.groupBy(all, ({ parent }) => parent)
  const found = all.filter(({ pid }) => pid === root)
  for (const one of found) found.push(...(children.get(one.pid) ?? []))
  return found
}

/** CPU time that a process and its descendants have used. */
export const cpuMsOf = (root: number | undefined): number =>
  root === undefined ? Number.NaN : processTree(root).reduce((total, { cpuMs }) => total + cpuMs, 0)
