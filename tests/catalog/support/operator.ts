import { signAccessToken } from '@korob/platform/tokens'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import { handler } from '../../../functions/catalog/handlers/operator.ts'
import { lambdaContext } from '../../support/lambda-context.ts'

export interface Answered<Body> {
  status: number
  headers: Record<string, string>
  body: Body
}

export interface Problem {
  code: string
  errors?: { field: string; message: string }[]
  revision?: number
}

export interface Call {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
  /** Into If-Match. */
  revision?: number
  headers?: Record<string, string>
  role?: 'operator' | 'shopper' | 'courier' | 'none'
  operator?: string
}

/** Calls an operator's endpoint as API Gateway does: `PATCH /api/operator/products/{productId}`. */
export const operate = async <Body = Problem>(endpoint: string, call: Call = {}): Promise<Answered<Body>> => {
  const [httpMethod = '', resource = ''] = endpoint.split(' ')
  const { params = null, query = {}, body, revision, headers = {}, role = 'operator', operator = 'o-1' } = call
  const token = role === 'none' ? undefined : await signAccessToken({ role, id: operator })
  const answer = await handler(
    {
      httpMethod,
      resource,
      path: resource,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(revision !== undefined && { 'If-Match': `"${revision}"` }),
        'accept-language': 'en',
        ...headers,
      },
      multiValueQueryStringParameters: Object.fromEntries(Object.entries(query).map(([key, one]) => [key, [one]])),
      pathParameters: params,
      body: body === undefined ? null : JSON.stringify(body),
      isBase64Encoded: false,
      requestContext: {},
    } as unknown as APIGatewayProxyEvent,
    lambdaContext(),
  )
  return {
    status: answer.statusCode,
    headers: answer.headers as Record<string, string>,
    body: (answer.body === '' ? {} : JSON.parse(answer.body)) as Body,
  }
}

/** A call that must succeed; answers its body. */
export const done = async <Body>(endpoint: string, call: Call = {}): Promise<Body> => {
  const { status, body } = await operate<Body>(endpoint, call)
  if (status >= 300) throw new Error(`${endpoint} answered ${status}: ${JSON.stringify(body)}`)
  return body
}
