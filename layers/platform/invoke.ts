import { requestInvoke } from './lambda-api.ts'

/** The function answered with an error of its own code, or could not be reached in time: what it did is unknown. */
export class InvokeFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'InvokeFailed'
  }
}

/**
 * Calls a function and waits for its answer. Whether to repeat is decided by who knows if the operation is idempotent.
 * @throws InvokeFailed after `timeoutMs`, on throttling, and when the function itself failed
 */
export const invoke = async (functionName: string, payload: unknown, timeoutMs: number): Promise<unknown> => {
  const { text, failed } = await requestInvoke(functionName, 'RequestResponse', payload, timeoutMs).catch(
    (error: unknown) => {
      throw new InvokeFailed(`${functionName}: ${String(error)}`, { cause: error })
    },
  )
  if (failed) throw new InvokeFailed(`${functionName} failed: ${text.slice(0, 500)}`)
  return text === '' ? undefined : JSON.parse(text)
}

/** Hands a payload to Lambda's own queue for the function; returns once Lambda has it. */
export const invokeAsync = async (functionName: string, payload: unknown): Promise<void> => {
  await requestInvoke(functionName, 'Event', payload, 2_000)
}
