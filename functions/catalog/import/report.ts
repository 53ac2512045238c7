import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import type { Fault } from './cells.ts'

const shown = 20

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Rejected rows and values left out, by line: the first are shown, all go to a file if one is named. */
export const openReport = (path: string | undefined) => {
  const file: WriteStream | undefined = path === undefined ? undefined : createWriteStream(path)
  file?.write('line,column,reason,effect\n')
  const first = { rejected: [] as string[], left: [] as string[] }
  const counts = { rejectedRows: 0, leftValues: 0 }
  const write = (line: number, { column, reason }: Fault, effect: 'row rejected' | 'value left out') => {
    file?.write(`${[String(line), column, reason, effect].map(csvCell).join(',')}\n`)
    const list = effect === 'row rejected' ? first.rejected : first.left
    if (list.length < shown) list.push(`  line ${line}, ${column}: ${reason}`)
  }
  return {
    counts,
    reject(line: number, faults: readonly Fault[]): void {
      counts.rejectedRows += 1
      for (const fault of faults) write(line, fault, 'row rejected')
    },
    leaveOut(line: number, faults: readonly Fault[]): void {
      counts.leftValues += faults.length
      for (const fault of faults) write(line, fault, 'value left out')
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
    async close(): Promise<void> {
      if (!file) return
      file.end()
      await once(file, 'close')
    },
  }
}
export type Report = ReturnType<typeof openReport>
