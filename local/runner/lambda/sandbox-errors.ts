import { responseLimitBytes } from './invocation.ts'
import type { FunctionError } from './runtime/protocol.ts'

// Errors that come from the execution environment, not from the function's code.

export const initTimedOut: FunctionError = {
  errorType: 'Sandbox.Timedout',
  errorMessage: 'Error: Init phase timed out',
}

export function timedOut(timeoutMs: number): FunctionError {
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  }
}

export function exitError(message: string): FunctionError {
  return { errorType: 'Runtime.ExitError', errorMessage: `Error: ${message}` }
}

/** How Lambda reports a process that was killed, be it for its memory or by a fault. */
export const killed = exitError('Runtime exited with error: signal: killed')

export function responseTooLarge(): FunctionError {
  return {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${responseLimitBytes} bytes).`,
  }
}

/** Errors of the sandbox carry the request's id in their message. */
export function withRequestId(error: FunctionError, requestId: string): FunctionError {
  const fromSandbox = error.errorType === 'Sandbox.Timedout' || error.errorType === 'Runtime.ExitError'
  return fromSandbox ? { ...error, errorMessage: `RequestId: ${requestId} ${error.errorMessage}` } : error
}
