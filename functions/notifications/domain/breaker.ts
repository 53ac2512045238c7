export interface BreakerState {
  readonly failuresInARow: number
  readonly restsUntilMs: number
}

const failuresAllowed = 5
const restMs = 10_000

export const closedBreaker: BreakerState = { failuresInARow: 0, restsUntilMs: 0 }

/** Whether the gateway may be tried. After a rest it may, and the next failure opens the breaker again at once. */
export const allows = (state: BreakerState, nowMs: number): boolean => nowMs >= state.restsUntilMs

export const afterSuccess = (_state: BreakerState): BreakerState => closedBreaker

/** A failure of the gateway as such, not of one text. `retryAfterMs` is the rest that it asked for itself. */
export const afterFailure = (state: BreakerState, nowMs: number, retryAfterMs = 0): BreakerState => {
  const failuresInARow = state.failuresInARow + 1
  const wantedMs = Math.max(retryAfterMs, failuresInARow >= failuresAllowed ? restMs : 0)
  return { failuresInARow, restsUntilMs: Math.max(state.restsUntilMs, wantedMs === 0 ? 0 : nowMs + wantedMs) }
}
