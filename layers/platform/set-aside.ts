import { createHash } from 'node:crypto'
import { z } from './schema.ts'

/** A message that its consumer gave up, in whatever queue it lies. */
export interface SetAside {
  /** Of the message where it lies: the same each time it is read. */
  id: string
  type: string | null
  eventId: string | null
  subject: string | null
  /** Why it was given up, as far as is known. */
  reason: string | null
  attempts: number | null
  /** When it was given up, or sent where that is not known. */
  at: Date | null
  sizeBytes: number
  body: string
}

export type Remedy = 'retry' | 'drop'

/** A place in which such messages lie. */
export interface SetAsideBox {
  /** @returns how many, as far as the carrier knows */
  count(): Promise<number>
  /** Reads without taking. */
  read(limit: number): Promise<SetAside[]>
  /**
   * Has messages worked again, or drops them.
   * @param ids which; others stay
   * @param note is told of those found, which are gone only once it has ended
   * @returns how many were found
   */
  work(ids: ReadonlySet<string>, remedy: Remedy, note: (found: readonly SetAside[]) => Promise<void>): Promise<number>
}

const envelopePart = z.object({ id: z.string(), type: z.string(), subject: z.string() }).partial().catch({})

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** What can be told of a message, be it an event or not. */
export const describeSetAside = (
  content: Buffer,
  known: Pick<SetAside, 'reason' | 'attempts' | 'at'> & { id?: string | undefined },
): SetAside => {
  const body = content.toString('utf8')
  const event = envelopePart.parse(parsed(body))
  return {
    ...known,
    id: known.id ?? createHash('sha256').update(content).digest('hex').slice(0, 32),
    type: event.type ?? null,
    eventId: event.id ?? null,
    subject: event.subject ?? null,
    sizeBytes: content.length,
    body,
  }
}
