/** An error of the Lambda service, as its API answers it: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
export class ServiceError extends Error {
  readonly status: number
  readonly code: string
  readonly reason: string | undefined

  constructor(status: number, code: string, message: string, reason?: string) {
    super(message)
    this.name = code
    this.status = status
    this.code = code
    this.reason = reason
  }
}

export const throttled = (reason: string): ServiceError =>
  new ServiceError(429, 'TooManyRequestsException', 'Rate Exceeded.', reason)

export const functionNotFound = (arn: string): ServiceError =>
  new ServiceError(404, 'ResourceNotFoundException', `Function not found: ${arn}`)

export const tooLarge = (bytes: number, type: string, limit: number): ServiceError =>
  new ServiceError(
    413,
    'RequestEntityTooLargeException',
    `${bytes} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`,
  )

export const invalidJson = (message: string): ServiceError =>
  new ServiceError(400, 'InvalidRequestContentException', `Could not parse request body into json: ${message}`)

/** Whether trying again later may help, as for calls from event source mappings and the queue of asynchronous events. */
export function isThrottle(error: unknown): boolean {
  return error instanceof ServiceError && (error.status === 429 || error.status === 503)
}
