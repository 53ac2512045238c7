import { createHash } from 'node:crypto'

/** A place in a list of hits. It belongs to one query: a cursor of another is refused. */
export interface Cursor {
  engine: string
  keys: readonly (string | number | boolean)[]
  /** How many hits came before, for the other engine when this one is gone. */
  offset: number
}

const digest = (query: unknown): string =>
  createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 10)

/** Opaque text for a client. `query` is all that decides which hits come in which order. */
export const writeCursor = ({ engine, keys, offset }: Cursor, query: unknown): string =>
  Buffer.from(JSON.stringify([1, digest(query), engine, offset, keys])).toString('base64url')

const isKey = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value)

/** The place a cursor names; undefined if it is malformed or another query's. */
export const readCursor = (text: string, query: unknown): Cursor | undefined => {
  if (!/^[\w-]+$/.test(text)) return undefined
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (!Array.isArray(parts) || parts.length !== 5) return undefined
    const [version, of, engine, offset, keys] = parts as unknown[]
    if (version !== 1 || of !== digest(query) || typeof engine !== 'string') return undefined
    if (!Number.isInteger(offset) || (offset as number) < 0 || !Array.isArray(keys) || !keys.every(isKey))
      return undefined
    return { engine, keys, offset: offset as number }
  } catch {
    return undefined
  }
}
