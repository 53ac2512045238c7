import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http'
import { Agent as TlsAgent, request as tlsRequest } from 'node:https'
import { signRequest } from './aws-signature.ts'
import { optionalSetting, setting } from './config.ts'

// A signed request to a service of AWS, for what every function does as it starts or a checkout does often: loading the AWS
// client of one service is a quarter of a function's import, and two thirds of what it spends on a call is middleware.

const agents = { 'http:': new Agent({ keepAlive: true }), 'https:': new TlsAgent({ keepAlive: true }) } as const

const endpoints = new Map<string, URL>()
const parsed = (address: string): URL => {
  const known = endpoints.get(address) ?? new URL(address)
  endpoints.set(address, known)
  return known
}

/** Where a service is: as the AWS clients' own settings say, else the region's. */
const endpoint = (service: string, region: string): URL =>
  parsed(
    optionalSetting(`AWS_ENDPOINT_URL_${settingNames[service] ?? service.toUpperCase()}`) ??
      optionalSetting('AWS_ENDPOINT_URL') ??
      `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`,
  )

const settingNames: Readonly<Record<string, string>> = { secretsmanager: 'SECRETS_MANAGER' }

export interface AwsAnswer {
  status: number
  headers: IncomingMessage['headers']
  body: string
}

const read = async (message: IncomingMessage): Promise<AwsAnswer> => {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return { status: message.statusCode ?? 0, headers: message.headers, body: Buffer.concat(chunks).toString('utf8') }
}

const send = (to: URL, options: RequestOptions, body: string, timeoutMs: number): Promise<AwsAnswer> =>
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

export interface AwsRequest {
  /** As endpoints and signatures name it: `lambda`. */
  service: 'lambda' | 'secretsmanager'
  path: string
  headers: Readonly<Record<string, string>>
  body: string
  timeoutMs: number
}

/**
 * Posts one signed request, and reads all of its answer, whatever its status.
 * @throws Error when there is none within `timeoutMs`; whether it was acted on is then unknown
 */
export const awsRequest = async (wanted: AwsRequest): Promise<AwsAnswer> => {
  const region = setting('AWS_REGION')
  const to = endpoint(wanted.service, region)
  const { method, path, headers } = await signRequest({
    service: wanted.service,
    region,
    host: to.host,
    method: 'POST',
    path: `${to.pathname.replace(/\/$/, '')}${wanted.path}`,
    headers: wanted.headers,
    body: wanted.body,
  })
  return send(to, { method, path, headers }, wanted.body, wanted.timeoutMs)
}
