import type { Endpoint } from '../services.ts'
import type { JsonSchema } from './json-schema.ts'

export const securitySchemes = {
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A short-lived access token. The role it must carry stands with each operation; none means any.',
  },
  orderToken: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Order-Token',
    description: 'The `trackingToken` of a placed order, good for that order.',
  },
  refreshCookie: {
    type: 'apiKey',
    in: 'cookie',
    name: 'korob_session',
    description: 'The refresh token that signIn and refreshSession set.',
  },
  smsGatewaySignature: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Twilio-Signature',
    description: 'HMAC-SHA1 of address and form. https://www.twilio.com/docs/usage/security#validating-requests',
  },
} as const satisfies Record<string, JsonSchema>

/** Headers that prove who calls are security schemes, not parameters. */
export const schemeOfHeader = (header: string): string | undefined =>
  Object.entries(securitySchemes).find(
    ([, scheme]) =>
      'name' in scheme && (scheme.in === 'cookie' ? header === 'cookie' : scheme.name.toLowerCase() === header),
  )?.[0]

/** The ways to be allowed to call, any of which will do; an empty one is: without anything. */
export const securityOf = ({ route }: Endpoint): Record<string, string[]>[] => {
  const byHeader = Object.keys(route.headers?.shape ?? {}).flatMap((header) => schemeOfHeader(header) ?? [])
  const ways = byHeader.map((scheme) => ({ [scheme]: [] }))
  if (route.access === 'public') return ways
  if (route.access !== 'optional') return [{ accessToken: [route.access] }, ...ways]
  return ways.length > 0 ? [{ accessToken: [] }, ...ways] : [{}, { accessToken: [] }]
}
