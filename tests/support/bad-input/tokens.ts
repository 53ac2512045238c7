import { createHmac } from 'node:crypto'
import { signAccessToken } from '@korob/platform/tokens'
import { signTrackingToken } from '@korob/platform/tracking-token'
import { takeKeysOf } from '../../../local/shop/keys-of-stack.ts'
import type { TestShop } from '../test-shop.ts'

/** Signs with the shop's own keys, so that nothing but what a test changes is wrong with a token. */
export const signersOf = ({ runner }: TestShop) => {
  takeKeysOf(runner)
  return { access: signAccessToken, tracking: signTrackingToken }
}

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')

/** The token's own claims under a header and a key of the forger's. */
export const forged = (token: string, algorithm: 'HS256' | 'none'): string => {
  const content = `${encoded({ alg: algorithm, typ: 'JWT' })}.${token.split('.')[1]}`
  const signature = algorithm === 'none' ? '' : createHmac('sha256', 'k'.repeat(64)).update(content).digest('base64url')
  return `${content}.${signature}`
}

/** The token with another claim, its signature left as it was. */
export const withClaim = (token: string, claim: object): string => {
  const [header, claims = '', signature] = token.split('.')
  return [header, encoded({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), ...claim }), signature].join(
    '.',
  )
}

/** A tracking token with one bit turned over. */
export const withBit = (token: string, bit: number): string => {
  const bytes = Buffer.from(token, 'base64url')
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return bytes.toString('base64url')
}
