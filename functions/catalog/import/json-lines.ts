import type { Fault } from './cells.ts'
import { linesOf, maxLineLength } from './lines.ts'
import type { SourceRecord } from './records.ts'
import { repeatedMembers } from './repeated-members.ts'

/** What a member is that is no text. */
export type Kind = 'number' | 'truth value' | 'list' | 'object'

type Scalar = string | number | boolean | null
const isScalar = (value: unknown): value is Scalar => value === null || typeof value !== 'object'

const kindOf = (value: unknown): Kind | undefined => {
  if (typeof value === 'boolean') return 'truth value'
  if (typeof value === 'number') return 'number'
  if (isScalar(value)) return undefined
  return Array.isArray(value) && value.every(isScalar) ? 'list' : 'object'
}

const asText = (value: unknown): string => {
  if (value === null) return ''
  if (isScalar(value)) return String(value)
  // What is no list of scalars is told by its kind; its text is nothing anyone could mean.
  return Array.isArray(value) && value.every(isScalar) ? value.map(asText).join('|') : '{…}'
}

// Objects as this shop writes them name things in both languages or say the price in minor units; others are columns by another name.
const isOurs = ({ name, priceMinor }: Record<string, unknown>): boolean =>
  priceMinor !== undefined || (typeof name === 'object' && name !== null && !Array.isArray(name))

const contentOf = (text: string): Pick<SourceRecord, 'cells' | 'kinds' | 'json' | 'faults'> => {
  const whole = (reason: string): { faults: Fault[] } => ({ faults: [{ column: 'line', reason }] })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return whole(`is not valid JSON: ${(error as Error).message}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return whole('is not a JSON object')
  const repeated = repeatedMembers(text)
  if (repeated.length > 0) return { faults: repeated.map((column) => ({ column, reason: 'is given twice' })) }
  if (isOurs(value as Record<string, unknown>)) return { json: value as Record<string, unknown> }
  const members = Object.entries(value)
  return {
    cells: Object.fromEntries(members.map(([key, one]) => [key, asText(one)])),
    kinds: Object.fromEntries(
      members.flatMap(([key, one]) => {
        const kind = kindOf(one)
        return kind === undefined ? [] : [[key, kind]]
      }),
    ),
  }
}

/** One JSON object a line; empty lines are skipped. */
export async function* jsonRecords(chunks: AsyncIterable<string>): AsyncGenerator<SourceRecord> {
  for await (const { number: line, text } of linesOf(chunks)) {
    if (text === undefined)
      yield { line, lastLine: line, faults: [{ column: 'line', reason: `is longer than ${maxLineLength} characters` }] }
    else if (text.trim() !== '') yield { line, lastLine: line, ...contentOf(text) }
  }
}
