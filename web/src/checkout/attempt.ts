import type { ErrorCode } from '../api/answers.ts'
import { ApiProblem } from '../api/problem.ts'

/** A checkout that was sent, or is about to be, and has no final answer yet. */
export interface Attempt {
  /** Idempotency-Key. */
  key: string
  /** The body as text: what is sent again is the same to the byte. */
  json: string
  startedAtMs: number
  /** Keys of the attempts whose place it takes, changed before their answers came: the shop tells of an order that one became. */
  insteadOf?: readonly string[] | undefined
}

/**
 * The shop finishes a crashed checkout for 15 minutes and keeps keys for three days. An attempt older than a day is
 * not sent again: nobody expects yesterday's order to go off now, and a text would have told of it.
 */
const lifetimeMs = 24 * 3600 * 1000

/** As many as the shop takes. It knows of those that were named before. */
const maxKeys = 16

/** An earlier version of the page kept one key. */
const acceptKeys = (found: unknown): string[] =>
  (Array.isArray(found) ? found : [found]).filter((key): key is string => typeof key === 'string').slice(-maxKeys)

export const acceptAttempt = (found: unknown, nowMs: number): Attempt | undefined => {
  if (typeof found !== 'object' || found === null) return undefined
  const { key, json, startedAtMs, insteadOf } = found as Partial<Record<keyof Attempt, unknown>>
  if (typeof key !== 'string' || typeof json !== 'string' || typeof startedAtMs !== 'number') return undefined
  if (nowMs - startedAtMs >= lifetimeMs) return undefined
  const keys = acceptKeys(insteadOf)
  return { key, json, startedAtMs, ...(keys.length > 0 && { insteadOf: keys }) }
}

/** The cart it is sent for; undefined if its body was never one of ours. */
export const cartOf = ({ json }: Attempt): string | undefined => {
  try {
    const { cartId } = JSON.parse(json) as { cartId?: unknown }
    return typeof cartId === 'string' ? cartId : undefined
  } catch {
    return undefined
  }
}

/** Keys of attempts at a cart that may yet become orders, or have: no answer told of them, and none is waited for any more. */
export interface Undecided {
  cartId: string
  keys: readonly string[]
  sinceMs: number
}

export const acceptUndecided = (found: unknown, nowMs: number): Undecided | undefined => {
  if (typeof found !== 'object' || found === null) return undefined
  const { cartId, keys, sinceMs } = found as Partial<Record<keyof Undecided, unknown>>
  if (typeof cartId !== 'string' || typeof sinceMs !== 'number' || nowMs - sinceMs >= lifetimeMs) return undefined
  const accepted = acceptKeys(keys)
  return accepted.length > 0 ? { cartId, keys: accepted, sinceMs } : undefined
}

/**
 * The same order again has the same key, so it can't be placed twice; any change makes it another, in the place of that one
 * and of all whose place that one took: it may never have reached the shop.
 */
export const attemptFor = (
  { unanswered, undecided }: { unanswered?: Attempt | undefined; undecided?: Undecided | undefined },
  json: string,
  nowMs: number,
  newKey: () => string,
): Attempt => {
  if (unanswered?.json === json) return unanswered
  const attempt = { key: newKey(), json, startedAtMs: nowMs }
  const keys = new Set([
    ...(undecided && undecided.cartId === cartOf(attempt) ? undecided.keys : []),
    ...(unanswered ? [...(unanswered.insteadOf ?? []), unanswered.key] : []),
  ])
  return keys.size > 0 ? { ...attempt, insteadOf: [...keys].slice(-maxKeys) } : attempt
}

/**
 * What the next attempt takes the place of, once this one is refused. Those whose place it took are not known to have come
 * to nothing: the shop may not have read so far, and what was long on its way may come after this. Only being told of an
 * order ends it.
 * @param mayBeOrder an earlier sending of it may have been taken: Result of place-order.ts
 */
export const undecidedAfter = (
  attempt: Attempt,
  { problem, mayBeOrder }: { problem: ApiProblem; mayBeOrder: boolean },
): Undecided | null => {
  const cartId = cartOf(attempt)
  const keys = [...(attempt.insteadOf ?? []), ...(mayBeOrder ? [attempt.key] : [])]
  if (problem.code === 'already_ordered' || cartId === undefined || keys.length === 0) return null
  return { cartId, keys: keys.slice(-maxKeys), sinceMs: attempt.startedAtMs }
}

const undecidedCodes: ReadonlySet<ErrorCode> = new Set([
  'in_progress',
  'too_many_requests',
  'unauthorized',
  'forbidden',
])

/**
 * Whether an error settles that no order came of this attempt. Only the shop's own refusal does: a gateway's error, a
 * lost connection, a fault inside may all hide an order that was taken.
 */
export const isRefusal = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && error.code !== undefined && error.status < 500 && !undecidedCodes.has(error.code)
