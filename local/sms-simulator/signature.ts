import { createHmac } from 'node:crypto'

/**
 * X-Twilio-Signature of a form post: the URL as it was given, then each parameter's name and value in the order of the
 * names, HMAC-SHA1 by the account's token, base64. https://www.twilio.com/docs/usage/security#validating-requests
 */
export function sign(url: string, parameters: URLSearchParams, authToken: string): string {
  const sorted = [...parameters].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const signed = new URL(url).href + sorted.map(([name, value]) => name + value).join('')
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64')
}
