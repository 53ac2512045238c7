import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Only Linux tells of processes in files; elsewhere the figures that rest on them are left out. */
export const hasProcfs = existsSync('/proc/self/stat')

/** A file below /proc; undefined if its process has ended meanwhile, or it may not be read. */
export const readProc = (path: string): string | undefined => {
  try {
    return readFileSync(`/proc/${path}`, 'utf8')
  } catch {
    return undefined
  }
}

/** Field number → value, of a process or thread: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export const statOf = (folder: string): ((field: number) => number) | undefined => {
  const stat = readProc(`${folder}/stat`)
  // The name in parentheses may itself hold spaces; what follows it begins with field 3.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields && ((field) => Number(fields[field - 3]))
}

/** Ids of a process and all its descendants. */
export const processTree = (root: number): number[] => {
  if (!hasProcfs) return []
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const children = Map.groupBy(all, (pid) => statOf(pid)?.(4))
  const found = [root]
  for (const pid of found) found.push(...(children.get(pid) ?? []).map(Number))
  return found
}
