import { type ErrorCode, errorTable } from '@korob/platform/errors'
import { GatewayResponse, type GatewayResponseOptions, type IRestApi, ResponseType } from 'aws-cdk-lib/aws-apigateway'
import type { Construct } from 'constructs'

interface GatewayAnswer {
  readonly type: ResponseType
  readonly code: ErrorCode
  /** Where API Gateway's own status says more than the error's. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

// What API Gateway answers without asking a function. Types: https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
const answers: readonly GatewayAnswer[] = [
  { type: ResponseType.DEFAULT_4XX, code: 'invalid_request' },
  { type: ResponseType.DEFAULT_5XX, code: 'internal' },
  { type: ResponseType.UNAUTHORIZED, code: 'unauthorized', headers: { 'WWW-Authenticate': 'Bearer' } },
  { type: ResponseType.ACCESS_DENIED, code: 'forbidden' },
  // What it says of a path or method that isn't declared.
  { type: ResponseType.MISSING_AUTHENTICATION_TOKEN, code: 'not_found' },
  { type: ResponseType.REQUEST_TOO_LARGE, code: 'too_large' },
  { type: ResponseType.THROTTLED, code: 'too_many_requests', headers: { 'Retry-After': '1' } },
  { type: ResponseType.QUOTA_EXCEEDED, code: 'too_many_requests', headers: { 'Retry-After': '60' } },
  { type: ResponseType.INTEGRATION_TIMEOUT, code: 'unavailable', status: 504, headers: { 'Retry-After': '5' } },
  { type: ResponseType.INTEGRATION_FAILURE, code: 'unavailable', status: 504, headers: { 'Retry-After': '5' } },
]

const quoted = (value: string): string => `'${value}'`

const options = (
  { type, code, status, headers }: GatewayAnswer,
  corsOrigin: string | undefined,
): GatewayResponseOptions => {
  const kind = errorTable[code]
  // The defaults stand for several statuses and keep theirs.
  const isDefault = type === ResponseType.DEFAULT_4XX || type === ResponseType.DEFAULT_5XX
  const shown = status ?? kind.status
  const problem = {
    type: `urn:korob:problem:${code}`,
    // No request's language is known here: the shop's first.
    title: kind.message.ru,
    ...(isDefault ? {} : { status: shown }),
    code,
    correlationId: '$context.requestId',
  }
  const all = {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Cache-Control': 'no-store',
    ...headers,
    ...(corsOrigin && { 'Access-Control-Allow-Origin': corsOrigin, 'Access-Control-Expose-Headers': '*' }),
  }
  return {
    type,
    ...(isDefault ? {} : { statusCode: String(shown) }),
    responseHeaders: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, quoted(value)])),
    templates: { 'application/json': JSON.stringify(problem) },
  }
}

/** API Gateway's own refusals in the shape of ours: RFC 9457 problem details, readable from another origin. */
export const gatewayAnswers = (corsOrigin: string | undefined): readonly GatewayResponseOptions[] =>
  answers.map((answer) => options(answer, corsOrigin))

export const addGatewayAnswers = (
  scope: Construct,
  restApi: IRestApi,
  wanted: readonly GatewayResponseOptions[],
): GatewayResponse[] =>
  wanted.map((answer) => new GatewayResponse(scope, answer.type.responseType, { restApi, ...answer }))
