import { createHash } from 'node:crypto'

// A place in an operator's list: the sort keys of its last row. It belongs to one query; a cursor of another is refused.

const digest = (query: unknown): string =>
  createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 10)

/** Opaque text for a client. */
export const writeListCursor = (keys: readonly string[], query: unknown): string =>
  Buffer.from(JSON.stringify([digest(query), ...keys])).toString('base64url')

/** The keys a cursor has; undefined if it is malformed, another query's, or any key isn't as `shapes` say. */
export const readListCursor = (text: string, query: unknown, shapes: readonly RegExp[]): string[] | undefined => {
  if (!/^[\w-]+$/.test(text)) return undefined
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (!Array.isArray(parts) || parts.length !== shapes.length + 1) return undefined
    const [of, ...keys] = parts as unknown[]
    if (of !== digest(query)) return undefined
    const isRight = keys.every((key, index) => typeof key === 'string' && shapes[index]?.test(key))
    return isRight ? (keys as string[]) : undefined
  } catch {
    return undefined
  }
}
