import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'

// A call never retries inside the client: whether to repeat is decided by who knows if the operation is idempotent.
const client = new LambdaClient({ maxAttempts: 1 })

/** The function answered with an error of its own code, or could not be reached in time: what it did is unknown. */
export class InvokeFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'InvokeFailed'
  }
}

/**
 * Calls a function and waits for its answer.
 * @throws InvokeFailed after `timeoutMs`, on throttling, and when the function itself failed
 */
export const invoke = async (functionName: string, payload: unknown, timeoutMs: number): Promise<unknown> => {
  const answer = await client
    .send(new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(payload)) }), {
      abortSignal: AbortSignal.timeout(Math.ceil(timeoutMs)),
    })
    .catch((error: unknown) => {
      throw new InvokeFailed(`${functionName}: ${String(error)}`, { cause: error })
    })
  const text = answer.Payload ? Buffer.from(answer.Payload).toString('utf8') : ''
  if (answer.FunctionError) throw new InvokeFailed(`${functionName} failed: ${text.slice(0, 500)}`)
  return text === '' ? undefined : JSON.parse(text)
}

/** Hands a payload to Lambda's own queue for the function; returns once Lambda has it. */
export const invokeAsync = async (functionName: string, payload: unknown): Promise<void> => {
  await client.send(
    new InvokeCommand({
      FunctionName: functionName,
      InvocationType: 'Event',
      Payload: Buffer.from(JSON.stringify(payload)),
    }),
    { abortSignal: AbortSignal.timeout(2_000) },
  )
}
