import type { Authorizer } from './model.ts'
import type { Routed } from './place.ts'
import type { GatewayRequest } from './request.ts'
import { requestContext } from './request-context.ts'

function orNull<T extends object>(value: T): T | null {
  for (const _key in value) return value
  return null
}

function common(request: GatewayRequest, routed: Routed) {
  return {
    resource: routed.node.path,
    path: request.path,
    httpMethod: request.httpMethod,
    headers: orNull(request.headers),
    multiValueHeaders: orNull(request.multiValueHeaders),
    queryStringParameters: orNull(request.query),
    multiValueQueryStringParameters: orNull(request.multiValueQuery),
    pathParameters: orNull(routed.pathParameters),
    stageVariables: routed.api.stageVariables,
    requestContext: requestContext(request, routed),
  }
}

/**
 * The event of a Lambda proxy integration:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
 */
export function proxyEvent(request: GatewayRequest, routed: Routed, binary: boolean): object {
  const { body } = request
  return {
    ...common(request, routed),
    body: body.length === 0 ? null : body.toString(binary ? 'base64' : 'utf8'),
    isBase64Encoded: binary && body.length > 0,
  }
}

/** What an authorizer function gets: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html */
export function authorizerEvent(
  authorizer: Authorizer,
  request: GatewayRequest,
  routed: Routed,
  token: string | undefined,
): object {
  const methodArn = methodArnOf(request, routed)
  if (authorizer.type === 'TOKEN') return { type: 'TOKEN', methodArn, authorizationToken: token }
  // Without a null for what is absent: authorizer events have empty objects there.
  const { headers, multiValueHeaders, queryStringParameters, multiValueQueryStringParameters, ...rest } = common(
    request,
    routed,
  )
  return {
    type: 'REQUEST',
    methodArn,
    ...rest,
    headers,
    multiValueHeaders,
    queryStringParameters: queryStringParameters ?? {},
    multiValueQueryStringParameters: multiValueQueryStringParameters ?? {},
    pathParameters: rest.pathParameters ?? {},
    stageVariables: rest.stageVariables ?? {},
  }
}

export function methodArnOf(request: GatewayRequest, { api, region, accountId }: Routed): string {
  return `arn:aws:execute-api:${region}:${accountId}:${api.id}/${api.stage}/${request.httpMethod}${request.path}`
}
