import { isObject, type Json } from '../assembly/template.ts'
import type { Answer } from './answer.ts'
import { badIntegrationAnswer, invocationRefused } from './gateway-error.ts'
import type { RestApi } from './model.ts'
import { type GatewayRequest, header } from './request.ts'

const allowedKeys = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded'])

/**
 * What happens to a function's headers on the way out:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html#api-gateway-known-issues-rest-apis
 */
const remapped = new Set([
  'authorization',
  'connection',
  'content-md5',
  'date',
  'max-forwards',
  'server',
  'user-agent',
  'www-authenticate',
])
const dropped = new Set([
  'content-length',
  'expect',
  'host',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
])

/**
 * Turns a function's answer into an HTTP answer; a malformed one is a 502.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 */
export function proxyAnswer(payload: string, request: GatewayRequest, api: RestApi): Answer {
  const answer = parse(payload)
  const { statusCode, body } = answer
  if (Object.keys(answer).some((key) => !allowedKeys.has(key))) throw badIntegrationAnswer()
  if (body !== undefined && body !== null && typeof body !== 'string') throw badIntegrationAnswer()
  const status = statusCode === undefined || statusCode === null ? 200 : Number(statusCode)
  if (!Number.isInteger(status) || status < 200 || status > 599) throw badIntegrationAnswer()
  const decode = answer.isBase64Encoded === true && acceptsBinary(request, api)
  return {
    status,
    headers: readHeaders(answer.headers, answer.multiValueHeaders),
    body: decode ? fromBase64(body ?? '') : (body ?? ''),
    trace: request.trace,
  }
}

function fromBase64(text: string): Buffer {
  if (!/^[\w+/-]*={0,2}\s*$/.test(text)) throw invocationRefused()
  return Buffer.from(text, 'base64')
}

function parse(payload: string): Record<string, Json> {
  const answer = JSON.parse(payload) as Json
  if (!isObject(answer)) throw badIntegrationAnswer()
  return answer
}

/** A base64 answer is decoded when the first type the client accepts is one of the API's binary types. */
function acceptsBinary(request: GatewayRequest, api: RestApi): boolean {
  const accept = header(request, 'accept')?.split(',')[0]?.split(';')[0]?.trim() ?? ''
  return isBinaryType(accept, api.binaryMediaTypes)
}

/** Also decides whether a request's body reaches the function as base64. */
export function isBinaryType(mediaType: string, binaryTypes: string[]): boolean {
  const plain = mediaType.split(';')[0]?.trim().toLowerCase() ?? ''
  return binaryTypes.some((type) => {
    const wanted = type.toLowerCase()
    return wanted === '*/*' || wanted === plain || (wanted.endsWith('/*') && plain.startsWith(wanted.slice(0, -1)))
  })
}

function readHeaders(single: Json | undefined, multiple: Json | undefined): Answer['headers'] {
  const headers = new Map<string, [string, string[]]>()
  const add = (name: string, values: string[]): void => {
    const lower = name.toLowerCase()
    if (dropped.has(lower)) return
    const outName = remapped.has(lower) ? `x-amzn-Remapped-${name}` : name
    const known = headers.get(outName.toLowerCase())
    if (known) known[1].push(...values.filter((value) => !known[1].includes(value)))
    else headers.set(outName.toLowerCase(), [outName, values])
  }
  // With the same name in both, the values of multiValueHeaders come along with the single one.
  for (const [name, value] of entries(multiple)) {
    if (!Array.isArray(value)) throw badIntegrationAnswer()
    add(name, value.map(scalar))
  }
  for (const [name, value] of entries(single)) add(name, [scalar(value)])
  if (!headers.has('content-type')) add('Content-Type', ['application/json'])
  return [...headers.values()].map(([name, values]) => [name, values.length === 1 ? (values[0] as string) : values])
}

function entries(value: Json | undefined): [string, Json][] {
  if (value === undefined || value === null) return []
  if (!isObject(value)) throw badIntegrationAnswer()
  return Object.entries(value)
}

function scalar(value: Json): string {
  if (value === null || typeof value === 'object') throw badIntegrationAnswer()
  return String(value)
}
