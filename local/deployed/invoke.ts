import { InvokeCommand, type LambdaClient, LambdaServiceException } from '@aws-sdk/client-lambda'
import { ServiceError } from '../runner/lambda/errors.ts'
import type { InvokeResult } from '../runner/lambda/invocation.ts'

/** The Invoke API as the runner's own parts know it. @throws ServiceError where Lambda refuses the call */
export async function invokeDeployed(client: LambdaClient, name: string, payload: string): Promise<InvokeResult> {
  try {
    const answer = await client.send(new InvokeCommand({ FunctionName: name, Payload: Buffer.from(payload) }))
    return {
      requestId: answer.$metadata.requestId ?? '',
      payload: answer.Payload ? Buffer.from(answer.Payload).toString('utf8') : 'null',
      functionError: answer.FunctionError ? 'Unhandled' : undefined,
      log: '',
    }
  } catch (error) {
    if (!(error instanceof LambdaServiceException)) throw error
    throw new ServiceError(error.$metadata.httpStatusCode ?? 500, error.name, error.message)
  }
}
