import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http'
import { Agent as TlsAgent, request as tlsRequest } from 'node:https'
import { signRequest } from './aws-signature.ts'
import { optionalSetting, setting } from './config.ts'

// Lambda's Invoke, and nothing else: a checkout makes four of these calls, and of what the AWS client spends on each,
// two thirds are its chain of middleware. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html

const agents = { 'http:': new Agent({ keepAlive: true }), 'https:': new TlsAgent({ keepAlive: true }) } as const

const endpoints = new Map<string, URL>()
const parsed = (address: string): URL => {
  const known = endpoints.get(address) ?? new URL(address)
  endpoints.set(address, known)
  return known
}

/** Where Lambda is: as the AWS clients' own settings say, else the region's. */
const endpoint = (region: string): URL =>
  parsed(
    optionalSetting('AWS_ENDPOINT_URL_LAMBDA') ??
      optionalSetting('AWS_ENDPOINT_URL') ??
      `https://lambda.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`,
  )

export interface LambdaAnswer {
  status: number
  headers: IncomingMessage['headers']
  body: string
}

const read = async (message: IncomingMessage): Promise<LambdaAnswer> => {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return { status: message.statusCode ?? 0, headers: message.headers, body: Buffer.concat(chunks).toString('utf8') }
}

const send = (to: URL, options: RequestOptions, body: string, timeoutMs: number): Promise<LambdaAnswer> =>
  new Promise((resolve, reject) => {
    const isTls = to.protocol === 'https:'
    const sent = (isTls ? tlsRequest : request)({
      ...options,
      protocol: to.protocol,
      hostname: to.hostname,
      port: to.port,
      agent: isTls ? agents['https:'] : agents['http:'],
    })
    const limit = setTimeout(() => sent.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
    const settle = <T>(end: (value: T) => void) => {
      return (value: T) => {
        clearTimeout(limit)
        end(value)
      }
    }
    sent.on('response', (message) => void read(message).then(settle(resolve), settle(reject)))
    sent.on('error', settle(reject))
    sent.end(body)
  })

// As the AWS clients do: by it X-Ray knows what a call belongs to, and Lambda ends endless loops of functions.
const traceHeaders = (): Record<string, string> => {
  const trace = optionalSetting('AWS_LAMBDA_FUNCTION_NAME') && optionalSetting('_X_AMZN_TRACE_ID')
  return trace ? { 'X-Amzn-Trace-Id': trace } : {}
}

/**
 * Sends one signed request to Lambda, and reads all of its answer.
 * @throws Error when there is none within `timeoutMs`; whether the function runs is then unknown
 */
export const invokeRequest = async (
  functionName: string,
  type: 'RequestResponse' | 'Event',
  body: string,
  timeoutMs: number,
): Promise<LambdaAnswer> => {
  const region = setting('AWS_REGION')
  const to = endpoint(region)
  const { method, path, headers } = await signRequest({
    service: 'lambda',
    region,
    host: to.host,
    method: 'POST',
    path: `${to.pathname.replace(/\/$/, '')}/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`,
    headers: { 'Content-Type': 'application/json', 'X-Amz-Invocation-Type': type, ...traceHeaders() },
    body,
  })
  return send(to, { method, path, headers }, body, timeoutMs)
}
