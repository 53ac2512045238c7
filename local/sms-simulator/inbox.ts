import type { Message } from './message.ts'
import type { Receipt } from './receipt-store.ts'
import type { Simulator } from './simulator.ts'

const DEFAULT_LIMIT = 1000
const MAX_LIMIT = 100_000
const MAX_WAIT_MS = 60_000

export type InboxReceipt = Pick<Receipt, 'status' | 'state' | 'attempts' | 'lastResult'>

/** A message as tests and people look at it: plain times, and what became of its callbacks. */
export type InboxMessage = Omit<Message, 'fate' | 'createdAtMs' | 'updatedAtMs' | 'sentAtMs' | 'nextStepAtMs'> & {
  createdAt: string
  updatedAt: string
  sentAt: string | null
  receipts: InboxReceipt[]
}

export type Inbox = { total: number; messages: InboxMessage[] }

export type InboxQuery = {
  to?: string | undefined
  contains?: string | undefined
  status?: string | undefined
  limit?: number | undefined
}

export class InvalidInboxQuery extends Error {}

/** Newest first; `total` counts all that match, also beyond the limit. */
export function readInbox(simulator: Simulator, { limit = DEFAULT_LIMIT, ...filter }: InboxQuery = {}): Inbox {
  return {
    total: simulator.messages.count(filter),
    messages: simulator.messages.list(filter, { limit }).map((message) => {
      const { fate: _, createdAtMs, updatedAtMs, sentAtMs, nextStepAtMs: __, ...shown } = message
      return {
        ...shown,
        createdAt: new Date(createdAtMs).toISOString(),
        updatedAt: new Date(updatedAtMs).toISOString(),
        sentAt: sentAtMs === null ? null : new Date(sentAtMs).toISOString(),
        receipts: simulator.receipts
          .ofMessage(message.sid)
          .map(({ status, state, attempts, lastResult }) => ({ status, state, attempts, lastResult })),
      }
    }),
  }
}

/** The inbox once `atLeast` messages match, or after `waitMs` as it is then: a test waits for a text without polling. */
export async function awaitInbox(
  simulator: Simulator,
  query: InboxQuery,
  atLeast: number,
  waitMs: number,
): Promise<Inbox> {
  const enough = () => simulator.messages.count(query) >= atLeast
  if (waitMs > 0 && !enough()) {
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        simulator.changes.off('change', look)
        simulator.closing.removeEventListener('abort', done)
        resolve()
      }
      const look = () => {
        if (enough()) done()
      }
      const timer = setTimeout(done, waitMs)
      simulator.changes.on('change', look)
      simulator.closing.addEventListener('abort', done)
    })
  }
  return readInbox(simulator, query)
}

/** @throws InvalidInboxQuery */
export function parseInboxQuery(search: URLSearchParams): { query: InboxQuery; atLeast: number; waitMs: number } {
  return {
    query: {
      // An unescaped + of a number arrives as a space; nobody means a space here.
      to: search.get('to')?.replace(/^ /, '+') || undefined,
      contains: search.get('contains') || undefined,
      status: search.get('status') || undefined,
      limit: whole(search, 'limit', DEFAULT_LIMIT, MAX_LIMIT),
    },
    atLeast: whole(search, 'atLeast', 1, MAX_LIMIT),
    waitMs: whole(search, 'waitMs', 0, MAX_WAIT_MS),
  }
}

function whole(search: URLSearchParams, name: string, otherwise: number, max: number): number {
  const raw = search.get(name)
  if (!raw) return otherwise
  const value = Number(raw)
  if (!Number.isInteger(value) || value < 0 || value > max) {
    throw new InvalidInboxQuery(`${name} must be a whole number from 0 to ${max}`)
  }
  return value
}
