import type { ServerResponse } from 'node:http'
import type { GatewayError } from './gateway-error.ts'
import type { GatewayResponse, RestApi } from './model.ts'

export type Answer = { status: number; headers: [string, string | string[]][]; body: Buffer | string }

/** Writes an answer with the headers API Gateway adds to each. */
export function writeAnswer(
  response: ServerResponse,
  answer: Answer,
  requestId: string,
  traceId: string | undefined,
): void {
  const bodyAllowed = answer.status !== 204 && answer.status !== 304 && answer.status >= 200
  for (const [name, value] of answer.headers) response.setHeader(name, value)
  response.setHeader('x-amzn-RequestId', requestId)
  response.setHeader('x-amz-apigw-id', `${requestId.replaceAll('-', '').slice(0, 15)}=`)
  if (traceId) response.setHeader('X-Amzn-Trace-Id', traceId.split(';')[0] as string)
  if (bodyAllowed) response.setHeader('Content-Length', Buffer.byteLength(answer.body))
  response.statusCode = answer.status
  response.end(bodyAllowed ? answer.body : undefined)
}

/** The answer to a refusal, as the API's GatewayResponses shape it. */
export function gatewayErrorAnswer(error: GatewayError, api: RestApi | undefined, requestId: string): Answer {
  const shape =
    api?.gatewayResponses.get(error.type) ??
    api?.gatewayResponses.get(error.status >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX')
  const headers: Answer['headers'] = [
    ['Content-Type', 'application/json'],
    ['x-amzn-ErrorType', error.errorType],
    ...parameterHeaders(shape),
  ]
  return { status: shape?.statusCode ?? error.status, headers, body: errorBody(error, shape, requestId) }
}

function parameterHeaders(shape: GatewayResponse | undefined): [string, string][] {
  return Object.entries(shape?.parameters ?? {})
    .filter(([name]) => name.startsWith('gatewayresponse.header.'))
    .map(([name, value]) => [name.slice('gatewayresponse.header.'.length), unquote(value)])
}

function errorBody(error: GatewayError, shape: GatewayResponse | undefined, requestId: string): string {
  const template = shape?.templates['application/json']
  if (template === undefined)
    return JSON.stringify({ [error.type === 'ACCESS_DENIED' ? 'Message' : 'message']: error.text })
  const values: Record<string, string> = {
    '$context.error.messageString': JSON.stringify(error.text),
    '$context.error.message': error.text ?? '',
    '$context.error.responseType': error.type,
    '$context.requestId': requestId,
  }
  return template.replace(/\$context(\.[A-Za-z]+)+/g, (name) => values[name] ?? '')
}

/** Static values of parameter mappings are written in single quotes. */
export function unquote(value: string): string {
  return /^'.*'$/s.test(value) ? value.slice(1, -1) : value
}
