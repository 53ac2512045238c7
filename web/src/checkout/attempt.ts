import type { ErrorCode } from '../api/answers.ts'
import { ApiProblem } from '../api/problem.ts'

/** A checkout that was sent, or is about to be, and has no final answer yet. */
export interface Attempt {
  /** Idempotency-Key. */
  key: string
  /** The body as text: what is sent again is the same to the byte. */
  json: string
  startedAtMs: number
  /** The key of the attempt whose place it takes, changed before its answer came: the shop tells of an order that it became. */
  insteadOf?: string | undefined
}

/**
 * The shop finishes a crashed checkout for 15 minutes and keeps keys for three days. An attempt older than a day is
 * not sent again: nobody expects yesterday's order to go off now, and a text would have told of it.
 */
const lifetimeMs = 24 * 3600 * 1000

export const acceptAttempt = (found: unknown, nowMs: number): Attempt | undefined => {
  if (typeof found !== 'object' || found === null) return undefined
  const { key, json, startedAtMs, insteadOf } = found as Partial<Record<keyof Attempt, unknown>>
  if (typeof key !== 'string' || typeof json !== 'string' || typeof startedAtMs !== 'number') return undefined
  if (nowMs - startedAtMs >= lifetimeMs) return undefined
  return { key, json, startedAtMs, ...(typeof insteadOf === 'string' && { insteadOf }) }
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

/** The same order again has the same key, so it can't be placed twice; any change makes it another, in the place of that one. */
export const attemptFor = (
  unanswered: Attempt | undefined,
  json: string,
  nowMs: number,
  newKey: () => string,
): Attempt =>
  unanswered?.json === json
    ? unanswered
    : { key: newKey(), json, startedAtMs: nowMs, ...(unanswered && { insteadOf: unanswered.key }) }

const undecided: ReadonlySet<ErrorCode> = new Set(['in_progress', 'too_many_requests', 'unauthorized', 'forbidden'])

/**
 * Whether an error settles that no order came of this attempt. Only the shop's own refusal does: a gateway's error, a
 * lost connection, a fault inside may all hide an order that was taken.
 */
export const isRefusal = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && error.code !== undefined && error.status < 500 && !undecided.has(error.code)
