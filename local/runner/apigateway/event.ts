import type { Authorizer, Method, ResourceNode, RestApi } from './model.ts'
import type { GatewayRequest } from './request.ts'

/** Where a request has been routed to. */
export type Routed = {
  api: RestApi
  node: ResourceNode
  method: Method
  pathParameters: Record<string, string>
  accountId: string
  region: string
}

export type AuthorizerContext = Record<string, string | number | boolean>

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `09/Apr/2015:12:34:56 +0000`, the Common Log Format. */
export function requestTime(ms: number): string {
  const date = new Date(ms)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${two(date.getUTCDate())}/${months[date.getUTCMonth()]}/${date.getUTCFullYear()}`
  return `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`
}

function requestContext(request: GatewayRequest, routed: Routed, authorizer?: AuthorizerContext): object {
  const { api, node } = routed
  const hostname = request.host.replace(/:\d+$/, '')
  return {
    resourceId: node.id,
    ...(authorizer && { authorizer }),
    resourcePath: node.path,
    httpMethod: request.httpMethod,
    extendedRequestId: `${Buffer.from(request.requestId.slice(0, 11)).toString('base64').slice(0, 15)}=`,
    requestTime: requestTime(request.receivedMs),
    path: `/${api.stage}${request.path}`,
    accountId: routed.accountId,
    protocol: request.protocol,
    stage: api.stage,
    domainPrefix: hostname.split('.')[0],
    requestTimeEpoch: request.receivedMs,
    requestId: request.requestId,
    identity: {
      cognitoIdentityPoolId: null,
      accountId: null,
      cognitoIdentityId: null,
      caller: null,
      sourceIp: request.sourceIp,
      principalOrgId: null,
      accessKey: null,
      cognitoAuthenticationType: null,
      cognitoAuthenticationProvider: null,
      userArn: null,
      userAgent: request.headers['User-Agent'] ?? null,
      user: null,
    },
    domainName: hostname,
    deploymentId: api.deploymentId,
    apiId: api.id,
  }
}

function orNull<T extends object>(value: T): T | null {
  for (const _key in value) return value
  return null
}

function common(request: GatewayRequest, routed: Routed, authorizer?: AuthorizerContext) {
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
    requestContext: requestContext(request, routed, authorizer),
  }
}

/**
 * The event of a Lambda proxy integration:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
 */
export function proxyEvent(
  request: GatewayRequest,
  routed: Routed,
  binary: boolean,
  authorizer?: AuthorizerContext,
): object {
  const { body } = request
  return {
    ...common(request, routed, authorizer),
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
