import { createReadStream } from 'node:fs'
import { readCsv } from '@korob/platform/csv'
import type { Fault } from './cells.ts'
import { type Entry, isExport, readExportRow } from './export-format.ts'
import { FileError } from './file-error.ts'
import { columnsOf } from './header.ts'
import { jsonRecords, type Kind } from './json-lines.ts'
import { type Sniffed, separatorLine } from './sniff.ts'

/** One record of a file: text by column, a whole object of ours, what products refer to, or why it can't be read. */
export interface SourceRecord {
  line: number
  lastLine: number
  cells?: Record<string, string>
  /** Of cells that are no text, what they are. */
  kinds?: Record<string, Kind>
  json?: Record<string, unknown>
  entry?: Entry
  faults?: Fault[]
}

async function* decoded(
  path: string,
  encoding: string,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    onBytes((chunk as Buffer).length)
    yield decoder.decode(chunk as Buffer, { stream: true })
  }
  yield decoder.decode()
}

/** Without a first line that names the delimiter; its break stays, so that lines count as the file has them. */
async function* withoutSeparatorLine(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let isFirst = true
  for await (const chunk of chunks) {
    yield isFirst ? chunk.slice(separatorLine(chunk)?.text.length ?? 0) : chunk
    isFirst = false
  }
}

const csvText = (path: string, encoding: string, onBytes?: (bytes: number) => void) =>
  withoutSeparatorLine(decoded(path, encoding, onBytes))

async function* csvRecords(chunks: AsyncIterable<string>, delimiter: string): AsyncGenerator<SourceRecord> {
  let columns: string[] | undefined
  for await (const { line, lastLine, cells, fault } of readCsv(chunks, delimiter)) {
    if (!columns) {
      columns = readHeader(cells, fault)
      continue
    }
    const wrong =
      fault ??
      (cells.length === columns.length ? undefined : `has ${cells.length} values, the header ${columns.length}`)
    if (wrong !== undefined) yield { line, lastLine, faults: [{ column: 'line', reason: wrong }] }
    else {
      const byColumn = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']))
      yield { line, lastLine, ...(isExport(columns) ? readExportRow(byColumn) : { cells: byColumn }) }
    }
  }
}

const readHeader = (cells: readonly string[], fault: string | undefined): string[] => {
  if (fault !== undefined) throw new FileError(`the header ${fault}`)
  return columnsOf(cells)
}

/** The records of a file from first to last, in constant memory. */
export const readRecords = (
  path: string,
  { encoding, format, delimiter }: Sniffed,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<SourceRecord> => {
  return format === 'csv'
    ? csvRecords(csvText(path, encoding, onBytes), delimiter)
    : jsonRecords(decoded(path, encoding, onBytes))
}

/** A file's columns and first records, to guess what they mean. */
export interface Sample {
  /** As the header has them, names that repeat included; of JSON, the members of the first records. */
  columns: string[]
  /** Members of JSON that only records behind the first have. */
  later: string[]
  rows: Record<string, string>[]
  isEmpty: boolean
}

const maxMembers = 10_000

/** @param beat called now and then while a long file is read */
export const sampleRecords = async (
  path: string,
  sniffed: Sniffed,
  limit: number,
  beat: () => Promise<void> = async () => {},
): Promise<Sample> => {
  const header = sniffed.format === 'csv' ? await headerOf(path, sniffed) : undefined
  const members = new Set<string>()
  const later = new Set<string>()
  const rows: Record<string, string>[] = []
  let seen = 0
  for await (const { cells = {} } of readRecords(path, sniffed)) {
    const isFirst = seen++ < limit
    for (const column of Object.keys(cells))
      if (isFirst || !members.has(column)) (isFirst ? members : later).add(column)
    if (members.size + later.size > maxMembers)
      throw new FileError(`its records have more than ${maxMembers} different members: these are no products`)
    if (isFirst && Object.keys(cells).length > 0) rows.push(cells)
    // No header says what members a later record may have.
    if (seen >= limit && (header || rows.length === 0)) break
    if (seen % 1_000 === 0) await beat()
  }
  return { columns: header ?? [...members], later: [...later], rows, isEmpty: seen === 0 }
}

const headerOf = async (path: string, { encoding, delimiter }: Sniffed): Promise<string[]> => {
  for await (const { cells, fault } of readCsv(csvText(path, encoding), delimiter)) return readHeader(cells, fault)
  return []
}
