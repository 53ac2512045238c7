import type { ServerResponse } from 'node:http'
import type { GatewayError } from './gateway-error.ts'
import type { GatewayResponse } from './model.ts'
import type { Place } from './place.ts'
import { type GatewayRequest, header } from './request.ts'
import { contextVariable } from './request-context.ts'

export type Answer = {
  status: number
  headers: [string, string | string[]][]
  body: Buffer | string
  /** Shown to the client when a function was called and has answered. */
  trace?: string
}

/** Writes an answer with the headers API Gateway adds to each. */
export function writeAnswer(response: ServerResponse, answer: Answer, request: GatewayRequest): void {
  const bodyAllowed = answer.status !== 204 && answer.status !== 304
  for (const [name, value] of answer.headers) response.setHeader(name, value)
  response.setHeader('x-amzn-RequestId', request.requestId)
  response.setHeader('x-amz-apigw-id', request.extendedRequestId)
  if (answer.trace) response.setHeader('X-Amzn-Trace-Id', answer.trace)
  if (bodyAllowed) response.setHeader('Content-Length', Buffer.byteLength(answer.body))
  response.statusCode = answer.status
  response.end(bodyAllowed ? answer.body : undefined)
}

/** The answer to a refusal, as the API's GatewayResponses shape it. */
export function gatewayErrorAnswer(error: GatewayError, request: GatewayRequest, place: Place): Answer {
  const { gatewayResponses } = place.api
  const shape =
    gatewayResponses.get(error.type) ?? gatewayResponses.get(error.status >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX')
  const [contentType, template] = templateOf(shape)
  return {
    status: shape?.statusCode ?? error.status,
    headers: [
      ['Content-Type', contentType],
      ['x-amzn-ErrorType', error.errorType],
      ...parameterHeaders(shape, request, place),
    ],
    body: template === undefined ? plainBody(error) : fillTemplate(template, error, request, place),
  }
}

function templateOf(shape: GatewayResponse | undefined): [contentType: string, template: string | undefined] {
  const templates = shape?.templates ?? {}
  const contentType =
    templates['application/json'] === undefined ? Object.keys(templates)[0] : ('application/json' as const)
  return [contentType ?? 'application/json', contentType === undefined ? undefined : templates[contentType]]
}

function plainBody(error: GatewayError): string {
  return JSON.stringify({ [error.type === 'ACCESS_DENIED' ? 'Message' : 'message']: error.text })
}

function parameterHeaders(
  shape: GatewayResponse | undefined,
  request: GatewayRequest,
  place: Place,
): [string, string][] {
  return Object.entries(shape?.parameters ?? {}).flatMap(([name, source]): [string, string][] => {
    const value = mappedValue(source, request, place)
    return name.startsWith('gatewayresponse.header.') && value !== undefined
      ? [[name.slice('gatewayresponse.header.'.length), value]]
      : []
  })
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html */
function mappedValue(source: string, request: GatewayRequest, place: Place): string | undefined {
  const [, scope, name = ''] =
    /^(context|stageVariables|method\.request\.(?:header|querystring|path))\.(.+)$/.exec(source) ?? []
  switch (scope) {
    case undefined:
      return unquote(source)
    case 'context':
      return contextVariable(name, request, place)
    case 'stageVariables':
      return place.api.stageVariables?.[name]
    case 'method.request.header':
      return header(request, name)
    case 'method.request.querystring':
      return request.query[name]
    default:
      return place.pathParameters?.[name]
  }
}

function fillTemplate(template: string, error: GatewayError, request: GatewayRequest, place: Place): string {
  const ofError: Record<string, string> = {
    'error.messageString': JSON.stringify(error.text),
    'error.message': error.text ?? '',
    'error.responseType': error.type,
    'error.validationErrorString': error.validation,
  }
  return template.replace(/\$(context|stageVariables)\.([A-Za-z_][\w.]*\w)/g, (_whole, kind: string, name: string) =>
    kind === 'context'
      ? (ofError[name] ?? contextVariable(name, request, place) ?? '')
      : (place.api.stageVariables?.[name] ?? ''),
  )
}

/** Static values of parameter mappings are written in single quotes. */
export function unquote(value: string): string {
  return /^'.*'$/s.test(value) ? value.slice(1, -1) : value
}
