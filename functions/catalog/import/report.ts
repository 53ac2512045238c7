import { closeSync, openSync, writeSync } from 'node:fs'
import type { Fault } from './cells.ts'

const shown = 20

const titles = {
  'row rejected': 'Rejected rows',
  'value left out': 'Values left out',
  'taken as it is': 'Taken, but perhaps not meant',
}
type Effect = keyof typeof titles

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Rejected rows, values left out and what looks like a mistake, by line: the first are shown, all go to a file if one is named. */
export const openReport = (path: string | undefined) => {
  // Written at once, so that it is whole however the import ends.
  const file = path === undefined ? undefined : openSync(path, 'w')
  const writeRow = (cells: readonly string[]) => {
    if (file !== undefined) writeSync(file, `${cells.map(csvCell).join(',')}\n`)
  }
  writeRow(['line', 'column', 'reason', 'effect'])
  const first: Record<Effect, string[]> = { 'row rejected': [], 'value left out': [], 'taken as it is': [] }
  const counts = { rejectedRows: 0, leftValues: 0, doubtful: 0 }
  const write = (lines: string, { column, reason }: Fault, effect: Effect) => {
    writeRow([lines, column, reason, effect])
    const list = first[effect]
    if (list.length < shown) list.push(`  line${lines.includes('-') ? 's' : ''} ${lines}, ${column}: ${reason}`)
  }
  return {
    counts,
    /** `lastLine`: all from `line` on to it are lost. */
    reject(line: number, faults: readonly Fault[], lastLine = line): void {
      counts.rejectedRows += 1
      for (const fault of faults) write(line === lastLine ? `${line}` : `${line}-${lastLine}`, fault, 'row rejected')
    },
    leaveOut(line: number, faults: readonly Fault[]): void {
      counts.leftValues += faults.length
      for (const fault of faults) write(`${line}`, fault, 'value left out')
    },
    /** What was taken, though it looks like a slip. */
    doubt(line: number, fault: Fault): void {
      counts.doubtful += 1
      write(`${line}`, fault, 'taken as it is')
    },
    /** What there is to show of it. */
    lines(): string[] {
      const section = (effect: Effect, count: number) =>
        count === 0
          ? []
          : [`${titles[effect]}: ${count}`, ...first[effect], ...(count > first[effect].length ? ['  …'] : [])]
      return [
        ...section('row rejected', counts.rejectedRows),
        ...section('value left out', counts.leftValues),
        ...section('taken as it is', counts.doubtful),
      ]
    },
    close(): void {
      if (file !== undefined) closeSync(file)
    },
  }
}
export type Report = ReturnType<typeof openReport>
