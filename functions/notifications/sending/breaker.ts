import { afterFailure, afterSuccess, allows, closedBreaker } from '../domain/breaker.ts'
import type { SendOutcome } from '../domain/gateway.ts'

// One per environment: what this one learned about the gateway. What waits meanwhile stays due in the database.
let state = closedBreaker

export const gatewayMayBeTried = (): boolean => allows(state, Date.now())

/** Learns from an outcome. A refused text says that the gateway is well. */
export const learnFrom = (outcome: SendOutcome): void => {
  if (outcome.kind === 'accepted' || outcome.kind === 'refused') state = afterSuccess(state)
  else if (outcome.kind === 'unknown') state = afterFailure(state, Date.now())
  else if (outcome.wholeGateway) state = afterFailure(state, Date.now(), outcome.retryAfterMs)
}

/** Forgets what was learned, for tests. */
export const resetBreaker = (): void => {
  state = closedBreaker
}
