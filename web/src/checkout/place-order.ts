import type { PlacedOrder } from '../api/answers.ts'
import { ApiProblem } from '../api/problem.ts'
import { type Attempt, isRefusal } from './attempt.ts'

export type Result =
  | { kind: 'placed'; order: PlacedOrder }
  /** `mayBeOrder`: it was sent before, and this answer says nothing of what became of that. */
  | { kind: 'refused'; problem: ApiProblem; mayBeOrder: boolean }
  /** Nothing is known: the attempt must be kept, and may be sent again. */
  | { kind: 'unknown'; error: unknown }

export interface Clock {
  nowMs(): number
  pause(ms: number): Promise<void>
}

const isTooMany = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && error.code === 'too_many_requests'

/** Refusals of the checkout itself, which are of the key, whichever sending of it. Others are of one request. */
const ofKey = 409

/** A try that died holds its key for 20 s, so that within this time the shop can say what became of it. */
const patienceMs = 45_000
const pausesMs = [1000, 2000, 4000]

/**
 * Sends an attempt, the same each time, until the shop decides or patience is over.
 * @param isNew it was never sent before: what refuses it then means that nothing has come of it, "too many", too
 */
export const placeOrder = async (
  attempt: Attempt,
  send: (attempt: Attempt) => Promise<PlacedOrder>,
  clock: Clock,
  isNew = false,
): Promise<Result> => {
  const untilMs = clock.nowMs() + patienceMs
  for (let tries = 0; ; tries++) {
    try {
      return { kind: 'placed', order: await send(attempt) }
    } catch (error) {
      const isFirst = isNew && tries === 0
      if (isRefusal(error) || (isFirst && isTooMany(error)))
        return { kind: 'refused', problem: error, mayBeOrder: !isFirst && error.status !== ofKey }
      const usualMs = pausesMs[Math.min(tries, pausesMs.length - 1)] ?? 0
      const pauseMs = (error instanceof ApiProblem ? error.retryAfterMs : undefined) ?? usualMs
      if (clock.nowMs() + pauseMs >= untilMs) return { kind: 'unknown', error }
      await clock.pause(pauseMs)
    }
  }
}
