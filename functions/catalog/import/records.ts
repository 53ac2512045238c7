import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { readCsv } from '@korob/platform/csv'
import type { Sniffed } from './sniff.ts'

/** One record of a file: text by column, or a whole JSON object of ours, or why it can't be read. */
export interface SourceRecord {
  line: number
  cells?: Record<string, string>
  json?: Record<string, unknown>
  fault?: string
}

async function* decoded(path: string, encoding: string, onBytes: (bytes: number) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    onBytes((chunk as Buffer).length)
    yield decoder.decode(chunk as Buffer, { stream: true })
  }
  yield decoder.decode()
}

async function* csvRecords(chunks: AsyncIterable<string>, delimiter: string): AsyncGenerator<SourceRecord> {
  let header: string[] | undefined
  for await (const { line, cells, fault } of readCsv(chunks, delimiter)) {
    if (!header) {
      header = cells.map((cell) => cell.trim())
      continue
    }
    if (fault !== undefined) yield { line, fault }
    else if (cells.length !== header.length)
      yield { line, fault: `has ${cells.length} values, the header ${header.length}` }
    else yield { line, cells: Object.fromEntries(header.map((column, index) => [column, cells[index] ?? ''])) }
  }
}

const asText = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : Array.isArray(value)
      ? value.map(asText).join('|')
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value)

// Objects as this shop writes them say the price in minor units; others are columns by another name.
const isOurs = (value: object): boolean => 'priceMinor' in value && 'name' in value

async function* jsonRecords(chunks: AsyncIterable<string>): AsyncGenerator<SourceRecord> {
  let line = 0
  for await (const text of createInterface({ input: Readable.from(chunks), crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1
    if (text.trim() === '') continue
    let value: unknown
    try {
      value = JSON.parse(line === 1 ? text.replace(/^\uFEFF/, '') : text)
    } catch {
      yield { line, fault: 'is not valid JSON' }
      continue
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      yield { line, fault: 'is not a JSON object' }
    else if (isOurs(value)) yield { line, json: value as Record<string, unknown> }
    else yield { line, cells: Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asText(one)])) }
  }
}

/** The records of a file from first to last, in constant memory. */
export const readRecords = (
  path: string,
  { encoding, format, delimiter }: Sniffed,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<SourceRecord> => {
  const chunks = decoded(path, encoding, onBytes)
  return format === 'csv' ? csvRecords(chunks, delimiter) : jsonRecords(chunks)
}

/** The columns of a file and its first records, to guess what they mean. */
export const sampleRecords = async (
  path: string,
  sniffed: Sniffed,
  limit: number,
): Promise<{ columns: string[]; sample: Record<string, string>[]; isEmpty: boolean }> => {
  const columns = new Set<string>()
  const sample: Record<string, string>[] = []
  let seen = 0
  for await (const { cells } of readRecords(path, sniffed)) {
    for (const column of Object.keys(cells ?? {})) columns.add(column)
    if (cells) sample.push(cells)
    if (++seen >= limit) break
  }
  return { columns: [...columns], sample, isEmpty: seen === 0 }
}
