import { isObject, type Json } from '../assembly/template.ts'
import type { Place } from './place.ts'
import type { GatewayRequest } from './request.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `09/Apr/2015:12:34:56 +0000`, the Common Log Format. */
export function requestTime(ms: number): string {
  const date = new Date(ms)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${two(date.getUTCDate())}/${months[date.getUTCMonth()]}/${date.getUTCFullYear()}`
  return `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`
}

/** The `requestContext` of events, and what `$context` means in mappings and templates. */
export function requestContext(request: GatewayRequest, place: Place): object {
  const { api, node, authorizer, apiKey } = place
  const hostname = request.host.replace(/:\d+$/, '')
  return {
    resourceId: node?.id,
    ...(authorizer && { authorizer }),
    resourcePath: node?.path,
    httpMethod: request.httpMethod,
    extendedRequestId: request.extendedRequestId,
    requestTime: requestTime(request.receivedMs),
    path: `/${api.stage}${request.rawPath}`,
    accountId: place.accountId,
    protocol: request.protocol,
    stage: api.stage,
    domainPrefix: hostname.split('.')[0],
    requestTimeEpoch: request.receivedMs,
    requestId: request.requestId,
    identity: {
      cognitoIdentityPoolId: null,
      ...(apiKey && { apiKey: apiKey.value, apiKeyId: apiKey.id }),
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

/** The value of a variable such as `identity.sourceIp`; what is absent or null has none. */
export function contextVariable(path: string, request: GatewayRequest, place: Place): string | undefined {
  let value: Json | undefined = requestContext(request, place) as Json
  for (const part of path.split('.')) value = isObject(value) ? value[part] : undefined
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value)
}
