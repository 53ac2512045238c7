import type { APIGatewayProxyEvent } from 'aws-lambda'
import { Problem } from './errors.ts'

const mediaTypes = { json: /^application\/([\w.+-]+\+)?json\b/i, form: /^application\/x-www-form-urlencoded\b/i }
export type BodyEncoding = keyof typeof mediaTypes

const charsetParameter = /;\s*charset\s*=\s*"?([^";\s]*)/gi
const readableCharset = /^(utf-?8|us-ascii)$/i

const refuseHeader = (field: string, message: string): never => {
  throw new Problem('unsupported_media_type', { errors: [{ field, message }] })
}

/**
 * The body of an API Gateway event, parsed; undefined if there is none. API Gateway has made text of the bytes by then, as
 * UTF-8 whatever the headers say, so what says that it is something else can only be refused.
 * @throws Problem unsupported_media_type, invalid_json
 */
export const readBody = (
  event: Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded'>,
  header: (name: string) => string | undefined,
  encoding: BodyEncoding,
): unknown => {
  if (event.body === null || event.body === undefined || event.body === '') return undefined
  const contentType = header('content-type') ?? ''
  if (!mediaTypes[encoding].test(contentType)) throw new Problem('unsupported_media_type')
  for (const [, charset = ''] of contentType.matchAll(charsetParameter))
    if (!readableCharset.test(charset)) refuseHeader('content-type', 'must have UTF-8 for a charset, or none')
  if (!/^(identity)?$/i.test((header('content-encoding') ?? '').trim()))
    refuseHeader('content-encoding', 'must be identity, or left out')
  const text = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString('utf8') : event.body
  if (encoding === 'form') return Object.fromEntries(new URLSearchParams(text))
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Problem('invalid_json', { errors: [{ field: 'body', message: 'is not valid JSON' }], cause })
  }
}
