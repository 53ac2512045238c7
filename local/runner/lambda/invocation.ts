import type { FunctionError } from './runtime/protocol.ts'

export type InvocationType = 'RequestResponse' | 'Event' | 'DryRun'

/** Quotas: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const requestLimitBytes = 6_291_456
export const eventLimitBytes = 1_048_576
export const responseLimitBytes = 6_291_556

export type InvokeOptions = {
  /** The function that calls, when one does. */
  caller?: string
  /** Access key id of the calling environment. */
  callerEnvironment?: string
  requestId?: string
  traceId?: string
  clientContext?: string
  /** Aborted when the caller no longer waits; what has begun by then is finished, as in Lambda. */
  left?: AbortSignal
}

/** How the caller has named the function. */
export type Qualified = { arn: string; version: string }

export type InvokeResult = {
  requestId: string
  /** JSON text: the function's answer, or `{errorType, errorMessage, trace}`. */
  payload: string
  functionError: 'Unhandled' | undefined
  /** What the invocation logged, with START, END and REPORT lines. */
  log: string
}

export function failure(requestId: string, error: FunctionError, log: string): InvokeResult {
  return { requestId, payload: JSON.stringify(error), functionError: 'Unhandled', log }
}
