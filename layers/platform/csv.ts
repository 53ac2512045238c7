import { pipeline, Transform } from 'node:stream'
import { type CsvError, parse } from 'csv-parse'

export interface CsvRecord {
  /** Where the record begins; the first line of the file is 1. */
  line: number
  cells: string[]
  /** Why the record can't be read; `cells` are then empty. */
  fault?: string
}

// A quote that never closes would swallow the rest of the file.
const maxRecordBytes = 1_000_000

const plainFault = ({ code, message }: CsvError): string =>
  ({
    CSV_MAX_RECORD_SIZE: `is longer than ${maxRecordBytes} bytes: a quote may be left open`,
    CSV_QUOTE_NOT_CLOSED: 'opens a quote that is never closed',
    INVALID_OPENING_QUOTE: 'has a quote inside a value that is not quoted',
    CSV_INVALID_CLOSING_QUOTE: 'has text after a closing quote',
  })[code as string] ?? message

/**
 * The records of RFC 4180 text with any delimiter, one at a time, faulty ones included. Empty lines are skipped; the header is a
 * record like others. https://www.rfc-editor.org/rfc/rfc4180
 */
export async function* readCsv(chunks: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvRecord> {
  let lastLine = 0
  // csv-parse counts a carriage return and line feed within a value as two lines.
  let extra = 0
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: maxRecordBytes,
    on_skip: (error) => {
      if (error) out.write({ line: lastLine + 1, cells: [], fault: plainFault(error) } satisfies CsvRecord)
    },
  })
  const out = new Transform({
    objectMode: true,
    transform: (item: CsvRecord | { record: string[]; info: { lines: number } }, _encoding, done) => {
      if ('cells' in item) return done(null, item)
      const { record, info } = item
      const text = record.join('')
      const breaks = text.match(/\r\n|\r|\n/g)?.length ?? 0
      extra += text.match(/\r\n/g)?.length ?? 0
      lastLine = info.lines - extra
      done(null, { line: lastLine - breaks, cells: record } satisfies CsvRecord)
    },
  })
  pipeline(chunks, parser, out, () => {})
  yield* out as AsyncIterable<CsvRecord>
}
