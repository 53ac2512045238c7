import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { completeTrace } from '../lambda/trace.ts'

/** A request to an API, taken apart once. */
export type GatewayRequest = {
  requestId: string
  /** In the event, and in the answer's x-amz-apigw-id. */
  extendedRequestId: string
  receivedMs: number
  httpMethod: string
  /** Without the stage, not decoded; API Gateway takes several slashes at its start for one. */
  path: string
  /** The same as sent. */
  rawPath: string
  query: Record<string, string>
  multiValueQuery: Record<string, string[]>
  headers: Record<string, string>
  multiValueHeaders: Record<string, string[]>
  body: Buffer
  sourceIp: string
  protocol: string
  host: string
  /** `Root=…`, or what the client has sent: the function finds it among the headers. */
  traceId: string
  /** With parent and sampling decision, as the function is called with it. */
  trace: string
}

/**
 * Headers that don't reach a Lambda function:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html#api-gateway-known-issues-rest-apis
 */
const dropped = new Set([
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'keep-alive',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
])
/** API Gateway writes these in title case whatever the client sent. */
const titleCase: Record<string, string> = { authorization: 'Authorization', 'user-agent': 'User-Agent', host: 'Host' }

export function readRequest(message: IncomingMessage, path: string, search: string, body: Buffer): GatewayRequest {
  const sentTrace = message.headers['x-amzn-trace-id']
  const trace = completeTrace(typeof sentTrace === 'string' ? sentTrace : '')
  const request: GatewayRequest = {
    requestId: randomUUID(),
    extendedRequestId: `${randomBytes(11).toString('base64').slice(0, 15)}=`,
    receivedMs: Date.now(),
    httpMethod: message.method ?? 'GET',
    path: path.replace(/^\/+/, '/'),
    rawPath: path,
    // Without a prototype, or a parameter named `constructor` would find one.
    query: Object.create(null),
    multiValueQuery: Object.create(null),
    headers: {},
    multiValueHeaders: {},
    body,
    sourceIp: (message.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
    protocol: `HTTP/${message.httpVersion}`,
    host: message.headers.host ?? 'localhost',
    traceId: typeof sentTrace === 'string' ? sentTrace : (trace.split(';')[0] as string),
    trace,
  }
  readQuery(request, search)
  readHeaders(request, message)
  return request
}

function readQuery(request: GatewayRequest, search: string): void {
  if (search === '') return
  for (const [name, value] of new URLSearchParams(search)) {
    request.query[name] = value
    const values = request.multiValueQuery[name]
    if (values) values.push(value)
    else request.multiValueQuery[name] = [value]
  }
}

function readHeaders(request: GatewayRequest, message: IncomingMessage): void {
  const { rawHeaders } = message
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const sent = rawHeaders[index] as string
    const lower = sent.toLowerCase()
    if (dropped.has(lower) || replaced.has(lower)) continue
    addHeader(request, titleCase[lower] ?? sent, rawHeaders[index + 1] as string)
  }
  const forwarded = message.headers['x-forwarded-for']
  addHeader(request, 'X-Amzn-Trace-Id', request.traceId)
  addHeader(request, 'X-Forwarded-For', forwarded ? `${forwarded}, ${request.sourceIp}` : request.sourceIp)
  addHeader(request, 'X-Forwarded-Port', String(message.socket.localPort ?? ''))
  addHeader(request, 'X-Forwarded-Proto', 'http')
}

const replaced = new Set(['x-amzn-trace-id', 'x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto'])

function addHeader(request: GatewayRequest, name: string, value: string): void {
  request.headers[name] = value
  const values = request.multiValueHeaders[name]
  if (values) values.push(value)
  else request.multiValueHeaders[name] = [value]
}

/** Looks a header up whatever its case. */
export function header(request: GatewayRequest, name: string): string | undefined {
  const lower = name.toLowerCase()
  for (const key in request.headers) if (key.toLowerCase() === lower) return request.headers[key]
  return undefined
}
