import type { InvokeMessage } from './protocol.ts'

export type LambdaContext = Record<string, unknown> & { callbackWaitsForEmptyEventLoop?: boolean }

/** The context object: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export function createContext(message: InvokeMessage): LambdaContext {
  const { env } = process
  return {
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: message.version,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: message.clientContext ? JSON.parse(message.clientContext) : undefined,
    identity: undefined,
    invokedFunctionArn: message.arn,
    awsRequestId: message.requestId,
    xRayTraceId: message.traceId,
    getRemainingTimeInMillis: () => message.deadlineMs - Date.now(),
  }
}
