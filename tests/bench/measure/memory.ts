import { processTree, readProc } from './procfs.ts'

export interface MemoryUse {
  command: string
  residentBytes: number
  /** What it shares with others counted by its share; undefined where it may not be read. */
  proportionalBytes: number | undefined
}

const kilobytes = (text: string | undefined, name: string): number | undefined => {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text ?? '')?.[1]
  return found === undefined ? undefined : Number(found) * 1024
}

/** What a process and its descendants hold in memory, each by itself. */
export const memoryOf = (root: number): MemoryUse[] =>
  processTree(root).flatMap((pid) => {
    const residentBytes = kilobytes(readProc(`${pid}/status`), 'VmRSS')
    if (residentBytes === undefined) return []
    return {
      command: (readProc(`${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim(),
      residentBytes,
      proportionalBytes: kilobytes(readProc(`${pid}/smaps_rollup`), 'Pss'),
    }
  })
