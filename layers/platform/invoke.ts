import type { AwsAnswer } from './aws-request.ts'
import { invokeRequest } from './lambda-api.ts'

/** The function answered with an error of its own code, or could not be reached in time: what it did is unknown. */
export class InvokeFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'InvokeFailed'
  }
}

const refusal = (functionName: string, { status, headers, body }: AwsAnswer): InvokeFailed =>
  new InvokeFailed(`${functionName}: ${status} ${String(headers['x-amzn-errortype'] ?? '')} ${body.slice(0, 500)}`)

/**
 * Calls a function and waits for its answer. Never repeats a call: that is decided by who knows if it is idempotent.
 * @throws InvokeFailed after `timeoutMs`, on throttling, and when the function itself failed
 */
export const invoke = async (functionName: string, payload: unknown, timeoutMs: number): Promise<unknown> => {
  const answer = await invokeRequest(
    functionName,
    'RequestResponse',
    JSON.stringify(payload),
    Math.ceil(timeoutMs),
  ).catch((error: unknown) => {
    throw new InvokeFailed(`${functionName}: ${String(error)}`, { cause: error })
  })
  if (answer.status !== 200) throw refusal(functionName, answer)
  if (answer.headers['x-amz-function-error'])
    throw new InvokeFailed(`${functionName} failed: ${answer.body.slice(0, 500)}`)
  return answer.body === '' ? undefined : JSON.parse(answer.body)
}

/** Hands a payload to Lambda's own queue for the function; returns once Lambda has it. */
export const invokeAsync = async (functionName: string, payload: unknown): Promise<void> => {
  const answer = await invokeRequest(functionName, 'Event', JSON.stringify(payload), 2_000)
  if (answer.status !== 202) throw refusal(functionName, answer)
}
