import { parse } from 'csv-parse/sync'
import { countBreaks, endOfLines, isBreak, lastBreak, nextLine, skipBreaks, withoutLastBreaks } from './line-breaks.ts'

export interface CsvRecord {
  /** Where the record begins; the first line of the file is 1. */
  line: number
  /** Where it ends; of a record that can't be read, the last line that is lost with it. */
  lastLine: number
  cells: string[]
  /** Why the record can't be read; `cells` are then empty. */
  fault?: string
}

/** A record within a piece of text, by its bytes; line breaks before it belong to none. */
interface Span {
  cells: string[]
  begin: number
  end: number
}

// A quote that never closes would take the rest of the file into memory.
const maxRecordBytes = 1_000_000
const tooLong = `is longer than ${maxRecordBytes} bytes: a quote may be left open`
const windowBytes = 64 * 1024

const options = (delimiter: string, isStrict: boolean) => ({
  delimiter,
  info: true as const,
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  // Inches and names in quotes are written without quoting the value.
  relax_quotes: !isStrict,
  skip_empty_lines: true,
  // The only record with an error is the last, when a quote is still open; it is told by the bytes it left.
  skip_records_with_error: !isStrict,
})

const spansOf = (text: Buffer, delimiter: string, limit = -1): Span[] => {
  let end = 0
  // With `info` each record comes with its place, which the types don't say.
  const found = parse(text, { ...options(delimiter, false), to: limit }) as unknown as {
    record: string[]
    info: { bytes: number }
  }[]
  return found.map(({ record, info }) => {
    const begin = skipBreaks(text, end)
    end = info.bytes
    return { cells: record, begin, end }
  })
}

const isStrictlyQuoted = (text: Buffer, delimiter: string): boolean => {
  try {
    parse(text, options(delimiter, true))
    return true
  } catch {
    return false
  }
}

const fewLines = 4

/**
 * Why a record can't be what it seems. Line breaks within a value are all right, but a quote left open takes them in as well and
 * ends at a quote of a later record: so a record of several lines must be quoted by the rules and have the header's
 * number of values, and its inner lines must not all be records themselves.
 */
const faultOf = (text: Buffer, cells: readonly string[], width: number, delimiter: string): string | undefined => {
  if (text.length > maxRecordBytes) return tooLong
  const raw = withoutLastBreaks(text)
  const breaks = countBreaks(raw)
  if (breaks === 0) return undefined
  if (cells.length !== width) return `has ${cells.length} values, the header ${width}: a quote may be left open`
  if (!isStrictlyQuoted(raw, delimiter)) return 'opens a quote that does not close where the value ends'
  if (breaks + 1 < fewLines || width < 3) return undefined
  const inner = raw.subarray(nextLine(raw, 0), lastBreak(raw))
  const lines = spansOf(inner, delimiter)
  return lines.length === countBreaks(withoutLastBreaks(inner)) + 1 && lines.every((one) => one.cells.length === width)
    ? 'opens a quote that closes only within another record'
    : undefined
}

// Enough to see whether a line begins a record, whatever the size of what follows.
const lookAheadBytes = 16 * 1024

/** The first line after a faulty record's first at which a record of the right size begins; the record's end if there is none. */
const resumeAt = (text: Buffer, { begin, end }: Omit<Span, 'cells'>, width: number, delimiter: string): number => {
  for (let at = nextLine(text, begin); at < end; at = nextLine(text, at)) {
    const ahead = text.subarray(at, at + lookAheadBytes)
    const [first] = spansOf(ahead, delimiter, 1)
    if (first === undefined || first.begin > 0 || first.cells.length !== width) continue
    if (faultOf(ahead.subarray(0, first.end), first.cells, width, delimiter) === undefined) return at
  }
  return end
}

const isBlank = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '')

type Part = Span & { fault?: string }

const moved = (spans: readonly Span[], by: number): Span[] =>
  spans.map(({ cells, begin, end }) => ({ cells, begin: begin + by, end: end + by }))

/**
 * The records of a text of whole lines, in order; answers how many of its bytes are read. Unless it is the end of the file, the
 * rest waits for what follows.
 */
function* partsOf(
  text: Buffer,
  header: number | undefined,
  delimiter: string,
  isEnd: boolean,
): Generator<Part, number> {
  let width = header
  let from = 0
  /** From a place where a record begins to another, or to the end. */
  const spansWithin = (begin: number, end: number) => moved(spansOf(text.subarray(begin, end), delimiter), begin)
  const isWaiting = (begin: number, end: number) =>
    !isEnd && text.length - begin <= maxRecordBytes + lookAheadBytes && end + lookAheadBytes > text.length
  for (;;) {
    let isOtherwise = false
    // The next record last.
    const pending = spansWithin(from, text.length).reverse()
    for (let span = pending.pop(); span; span = pending.pop()) {
      const { cells, begin, end } = span
      const fault = faultOf(text.subarray(begin, end), cells, width ?? cells.length, delimiter)
      if (fault === undefined) {
        width ??= cells.length
        yield span
        from = end
        continue
      }
      if (isWaiting(begin, end)) return begin
      from = width === undefined ? text.length : resumeAt(text, span, width, delimiter)
      yield { begin, end: from, cells: [], fault }
      if (from === end) continue
      const again = spansWithin(from, end)
      // If they end together, what follows stays as it was read; else all from there on is another.
      isOtherwise = again.at(-1)?.end !== end
      if (isOtherwise) break
      pending.push(...again.reverse())
    }
    if (isOtherwise) continue
    const begin = skipBreaks(text, from)
    if (begin === text.length) return from
    const end = text.length
    if (isWaiting(begin, end)) return begin
    from = width === undefined ? end : resumeAt(text, { begin, end }, width, delimiter)
    yield { begin, end: from, cells: [], fault: isEnd ? 'opens a quote that is never closed' : tooLong }
  }
}

/**
 * The records of RFC 4180 text with any delimiter, one at a time, faulty ones included. Lines without any value are skipped; the
 * header is a record like others, and nothing follows one that is faulty. What a quote that is left open has swallowed is read
 * again from the next line that begins a record. https://www.rfc-editor.org/rfc/rfc4180
 */
export async function* readCsv(chunks: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvRecord> {
  let waiting: Buffer = Buffer.alloc(0)
  let line = 1
  let width: number | undefined
  let enough = windowBytes
  // Within a line too long to keep, of which the rest is of no use.
  let isDropping = false

  function* take(isEnd: boolean): Generator<CsvRecord> {
    const whole = isEnd ? waiting.length : endOfLines(waiting)
    const isForced = isEnd || waiting.length - whole > maxRecordBytes
    const text = waiting.subarray(0, whole)
    let at = 0
    const pass = (to: number) => {
      line += countBreaks(text.subarray(at, to))
      at = to
    }
    const parts = partsOf(text, width, delimiter, isForced)
    let part = parts.next()
    for (; !part.done; part = parts.next()) {
      const { begin, end, cells, fault } = part.value
      pass(begin)
      const lastLine = line + countBreaks(withoutLastBreaks(text.subarray(begin, end)))
      if (fault !== undefined) yield { line, lastLine, cells, fault }
      else if (!isBlank(cells)) yield { line, lastLine, cells }
      pass(end)
      width ??= cells.length
    }
    pass(part.value)
    waiting = waiting.subarray(at)
  }

  for await (const chunk of chunks) {
    const more = Buffer.from(line === 1 && waiting.length === 0 ? chunk.replace(/^\uFEFF/, '') : chunk)
    const from = isDropping ? more.findIndex(isBreak) : 0
    if (from < 0) continue
    isDropping = false
    waiting = Buffer.concat([waiting, more.subarray(from)])
    if (waiting.length < enough) continue
    yield* take(false)
    if (width === 0) return
    if (waiting.length > maxRecordBytes && endOfLines(waiting) === 0) {
      yield { line, lastLine: line, cells: [], fault: tooLong }
      if (width === undefined) return
      waiting = Buffer.alloc(0)
      isDropping = true
    }
    enough = waiting.length + windowBytes
  }
  yield* take(true)
}
