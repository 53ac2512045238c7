import { createHash, timingSafeEqual } from 'node:crypto'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import { optionalSetting } from './config.ts'
import { readSecret } from './secrets.ts'

const header = (event: APIGatewayProxyEvent, name: string): string | undefined =>
  Object.entries(event.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1]

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const cameThroughEdge = async (event: APIGatewayProxyEvent, secretArn: string): Promise<boolean> => {
  const claimed = header(event, 'x-origin-secret')
  if (claimed === undefined) return false
  const { secret } = JSON.parse(await readSecret(secretArn)) as { secret: string }
  return timingSafeEqual(digest(claimed), digest(secret))
}

/**
 * The caller's IP address. Behind CloudFront API Gateway sees only CloudFront; the address it passes on is believed only
 * with the secret that CloudFront alone knows, since the API can be reached past it.
 */
export const clientAddressOf = async (event: APIGatewayProxyEvent): Promise<string> => {
  const seen = event.requestContext?.identity?.sourceIp ?? ''
  const secretArn = optionalSetting('ORIGIN_SECRET_ARN')
  if (!secretArn || !(await cameThroughEdge(event, secretArn))) return seen
  return header(event, 'x-client-address') ?? seen
}
