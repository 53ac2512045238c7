import type { FunctionError } from './protocol.ts'

/** An error of the runtime itself, with the type Lambda gives it. */
export class RuntimeError extends Error {
  constructor(name: string, message: string) {
    super(message)
    this.name = name
  }
}

/** The shape in which Lambda's Node.js runtime reports an error to the caller. */
export function describeError(error: unknown): FunctionError {
  if (
    error instanceof Error ||
    (typeof error === 'object' && error !== null && 'message' in error && 'name' in error)
  ) {
    const { name, message, stack } = error as Error
    return { errorType: name, errorMessage: message, trace: stack?.split('\n') ?? [] }
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] }
}

export function describeRejection(reason: unknown): FunctionError {
  const message = reason === undefined || reason === null ? String(reason) : String(reason)
  const trace = [`Runtime.UnhandledPromiseRejection: ${message}`]
  const detail = reason instanceof Error ? describeError(reason) : reason
  return { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: message, reason: detail, promise: {}, trace }
}
