import { createHash } from 'node:crypto'
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose'
import { z } from './schema.ts'
import { currentKey, withKeys } from './shared-key.ts'

export const roles = ['shopper', 'courier', 'operator'] as const
export type Role = (typeof roles)[number]

/** Who is calling. A guest is `anonymous`. */
export type Actor = { role: 'anonymous' } | { role: Role; id: string }

const issuer = 'korob'
/** Short, because it can't be taken back before it ends. */
export const accessTokenSeconds = 15 * 60

const claims = z.object({ sub: z.string().min(1).max(64), role: z.enum(roles) })

/** The setting with the ARN of the key's secret. */
const tokenKey = 'TOKEN_SECRET_ARN'

/** Names a key without telling anything of it. */
const kidOf = (key: Buffer): string =>
  createHash('sha256').update('korob.kid').update(key).digest('base64url').slice(0, 8)

/** A signed access token. https://www.rfc-editor.org/rfc/rfc9068 in spirit, HS256 with the key from Secrets Manager. */
export const signAccessToken = async (
  actor: { role: Role; id: string },
  seconds = accessTokenSeconds,
): Promise<string> => {
  const key = await currentKey(tokenKey)
  return new SignJWT({ role: actor.role })
    .setProtectedHeader({ alg: 'HS256', kid: kidOf(key) })
    .setIssuer(issuer)
    .setSubject(actor.id)
    .setIssuedAt()
    .setExpirationTime(`${seconds}s`)
    .sign(key)
}

const isJoseError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_J')

const kidOfToken = (token: string): string | undefined => {
  try {
    return decodeProtectedHeader(token).kid
  } catch {
    // Not a JWS: the same as one that names no key we know.
    return undefined
  }
}

const verifyWith = async (token: string, key: Buffer): Promise<Actor | 'refused'> => {
  try {
    const { payload } = await jwtVerify(token, key, { issuer, algorithms: ['HS256'] })
    const { sub, role } = claims.parse(payload)
    return { role, id: sub }
  } catch (error) {
    if (error instanceof z.ZodError || isJoseError(error)) return 'refused'
    throw error
  }
}

/** The token's actor, or undefined if it is malformed, forged or over. Tokens of keys before the last rotation still count. */
export const verifyAccessToken = async (token: string): Promise<Actor | undefined> => {
  const kid = kidOfToken(token)
  if (kid === undefined) return undefined
  const verdict = await withKeys(tokenKey, (key) => (kidOf(key) === kid ? verifyWith(token, key) : undefined))
  return verdict === 'refused' ? undefined : verdict
}

/** The token of an Authorization header, if it has the Bearer form. */
export const bearerToken = (header: string | undefined): string | undefined =>
  header?.match(/^Bearer +([\w~+/.-]+=*)$/i)?.[1]
