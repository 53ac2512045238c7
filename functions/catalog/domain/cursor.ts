import { createHash } from 'node:crypto'
import { type EngineName, engineName } from '../views.ts'
import { mostNamed } from './pages.ts'

const maxOffset = 10_000_000

/** What every engine orders hits by: sold-out ones last, then what the sort says, then the id. */
export type SortKeys = readonly [soldOut: 0 | 1, key: number | string, id: string]

/** Ids of the first and the last product of a part of the catalogue; null: as far as it goes. */
export type Part = readonly [from: string | null, to: string | null]

/** Where in a list of hits a page begins. */
export interface Place {
  engine: EngineName
  /** Of the last hit that was shown; null where that tells no place. */
  keys: SortKeys | null
  /** How many hits came before. */
  offset: number
  /** Ids of what was shown, where keys tell no place or not alone. */
  shown: readonly string[]
  /** The part of the catalogue that PostgreSQL has ranked; null elsewhere. */
  part: Part | null
}

/** It belongs to one query: a cursor of another is refused. */
export interface Cursor extends Place {
  /** How the query was taken when its first page was found. */
  stage: string
}

const digest = (query: unknown): string =>
  createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 10)

/** Opaque text for a client. `query` is all that decides which hits come in which order. */
export const writeCursor = ({ engine, keys, offset, stage, shown, part }: Cursor, query: unknown): string => {
  const parts = [2, digest(query), engine, offset, keys, stage, ...(part ? [part] : [])]
  const place = Buffer.from(JSON.stringify(parts)).toString('base64url')
  return shown.length === 0 ? place : `${place}.${packed(shown)}`
}

// Sixteen bytes an id.
const packed = (ids: readonly string[]): string =>
  Buffer.from(ids.join('').replaceAll('-', ''), 'hex').toString('base64url')

const unpacked = (text: string): string[] =>
  (Buffer.from(text, 'base64url').toString('hex').match(/.{32}/g) ?? []).map((hex) =>
    hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  )

const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/

// A cursor is only text that a client sends: what an engine would choke on is no cursor.
const areKeys = (value: unknown): value is SortKeys => {
  if (!Array.isArray(value) || value.length !== 3) return false
  const [soldOut, key, id] = value as unknown[]
  const isKey =
    typeof key === 'string'
      ? key.length <= 700 && !/\p{Cc}/u.test(key)
      : Math.abs(key as number) <= Number.MAX_SAFE_INTEGER
  return (soldOut === 0 || soldOut === 1) && isKey && typeof id === 'string' && uuid.test(id)
}

const isPart = (value: unknown): value is Part =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((id: unknown) => id === null || (typeof id === 'string' && uuid.test(id)))

/** The place a cursor names; undefined if it is malformed or another query's. */
export const readCursor = (text: string, query: unknown): Cursor | undefined => {
  const [, place, ids] = /^([\w-]+)(?:\.([\w-]+))?$/.exec(text) ?? []
  if (place === undefined) return undefined
  try {
    const parts: unknown = JSON.parse(Buffer.from(place, 'base64url').toString('utf8'))
    if (!Array.isArray(parts) || parts.length < 6 || parts.length > 7) return undefined
    const [version, of, by, offset, keys, stage, part = null] = parts as unknown[]
    const engine = engineName.safeParse(by).data
    if (version !== 2 || of !== digest(query) || engine === undefined) return undefined
    if (keys !== null && !areKeys(keys)) return undefined
    if (part !== null && !isPart(part)) return undefined
    if (!Number.isInteger(offset) || (offset as number) < 0 || (offset as number) > maxOffset) return undefined
    if (typeof stage !== 'string') return undefined
    const shown = ids === undefined ? [] : unpacked(ids)
    if (shown.length > mostNamed) return undefined
    return { engine, keys, offset: offset as number, stage, shown, part }
  } catch {
    return undefined
  }
}
