import { type AwsAnswer, awsRequest } from './aws-request.ts'
import { optionalSetting } from './config.ts'

// Lambda's Invoke, and nothing else: a checkout makes four of these calls.
// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html

// As the AWS clients do: by it X-Ray knows what a call belongs to, and Lambda ends endless loops of functions.
const traceHeaders = (): Record<string, string> => {
  const trace = optionalSetting('AWS_LAMBDA_FUNCTION_NAME') && optionalSetting('_X_AMZN_TRACE_ID')
  return trace ? { 'X-Amzn-Trace-Id': trace } : {}
}

/**
 * Sends one signed request to Lambda, and reads all of its answer.
 * @throws Error when there is none within `timeoutMs`; whether the function runs is then unknown
 */
export const invokeRequest = (
  functionName: string,
  type: 'RequestResponse' | 'Event',
  body: string,
  timeoutMs: number,
): Promise<AwsAnswer> =>
  awsRequest({
    service: 'lambda',
    path: `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`,
    headers: { 'Content-Type': 'application/json', 'X-Amz-Invocation-Type': type, ...traceHeaders() },
    body,
    timeoutMs,
  })
