import type { Problem } from '@korob/platform/errors'

/** How a call to another service ended. `unknown`: it may have been done or not; only a repeat or a tombstone can tell. */
export type Outcome<T> =
  | { kind: 'done'; value: T }
  | { kind: 'refused'; problem: Problem }
  | { kind: 'unknown'; reason: string }

export interface Clock {
  /** Milliseconds since some fixed moment. */
  now(): number
  pause(ms: number): Promise<void>
}

const maxCalls = 3
const firstPauseMs = 100
/** With less time than this a call isn't worth starting. */
const shortestCallMs = 250

/** The last outcome of a call that was repeated. */
export type Persisted<T> = Outcome<T> & {
  /** Whether the outcome of an earlier call is unknown: it may still take effect, after this one. */
  afterUnknown: boolean
}

/** Repeats an idempotent call while its outcome is unknown and the time `untilMs` hasn't come. */
export const persist = async <T>(
  call: (limitMs: number) => Promise<Outcome<T>>,
  untilMs: number,
  clock: Clock,
): Promise<Persisted<T>> => {
  let outcome: Outcome<T> = { kind: 'unknown', reason: 'no time left to call' }
  let calls = 0
  while (calls < maxCalls) {
    if (calls > 0) await clock.pause(firstPauseMs * 2 ** (calls - 1))
    const limitMs = untilMs - clock.now()
    if (limitMs < shortestCallMs) break
    calls++
    outcome = await call(limitMs)
    if (outcome.kind !== 'unknown') break
  }
  return { ...outcome, afterUnknown: calls > 1 }
}
