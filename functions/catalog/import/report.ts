import { closeSync, openSync, writeSync } from 'node:fs'
import type { Fault } from './cells.ts'

const shown = 20

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Rejected rows and values left out, by line: the first are shown, all go to a file if one is named. */
export const openReport = (path: string | undefined) => {
  // Written at once, so that it is whole however the import ends.
  const file = path === undefined ? undefined : openSync(path, 'w')
  const writeRow = (cells: readonly string[]) => {
    if (file !== undefined) writeSync(file, `${cells.map(csvCell).join(',')}\n`)
  }
  writeRow(['line', 'column', 'reason', 'effect'])
  const first = { rejected: [] as string[], left: [] as string[] }
  const counts = { rejectedRows: 0, leftValues: 0 }
  const write = (lines: string, { column, reason }: Fault, effect: 'row rejected' | 'value left out') => {
    writeRow([lines, column, reason, effect])
    const list = effect === 'row rejected' ? first.rejected : first.left
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
    /** What there is to show of it. */
    lines(): string[] {
      const section = (title: string, count: number, list: readonly string[]) =>
        count === 0 ? [] : [`${title}: ${count}`, ...list, ...(count > list.length ? ['  …'] : [])]
      return [
        ...section('Rejected rows', counts.rejectedRows, first.rejected),
        ...section('Values left out', counts.leftValues, first.left),
      ]
    },
    close(): void {
      if (file !== undefined) closeSync(file)
    },
  }
}
export type Report = ReturnType<typeof openReport>
