import { jwtVerify, SignJWT } from 'jose'
import { setting } from './config.ts'
import { z } from './schema.ts'
import { readSecret } from './secrets.ts'

export type Role = 'shopper' | 'courier' | 'operator'

/** Who is calling. A guest is `anonymous`. */
export type Actor = { role: 'anonymous' } | { role: Role; id: string }

const issuer = 'korob'
/** Short, because it can't be taken back before it ends. */
export const accessTokenSeconds = 15 * 60

const claims = z.object({ sub: z.string().min(1).max(64), role: z.enum(['shopper', 'courier', 'operator']) })

const key = async (versionStage: string): Promise<Uint8Array> => {
  const secret = z
    .object({ key: z.string().min(32) })
    .parse(JSON.parse(await readSecret(setting('TOKEN_SECRET_ARN'), versionStage)))
  return new TextEncoder().encode(secret.key)
}

/** A signed access token. https://www.rfc-editor.org/rfc/rfc9068 in spirit, HS256 with the key from Secrets Manager. */
export const signAccessToken = async (
  actor: { role: Role; id: string },
  seconds = accessTokenSeconds,
): Promise<string> =>
  new SignJWT({ role: actor.role })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(issuer)
    .setSubject(actor.id)
    .setIssuedAt()
    .setExpirationTime(`${seconds}s`)
    .sign(await key('AWSCURRENT'))

const verifyWith = async (token: string, versionStage: string): Promise<Actor | undefined> => {
  try {
    const { payload } = await jwtVerify(token, await key(versionStage), { issuer, algorithms: ['HS256'] })
    const { sub, role } = claims.parse(payload)
    return { role, id: sub }
  } catch (error) {
    if (
      error instanceof z.ZodError ||
      (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_J'))
    )
      return undefined
    throw error
  }
}

const isMissingVersion = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ResourceNotFoundException'

/** The token's actor, or undefined if it is malformed, forged or over. Tokens of the key before the last rotation still count. */
export const verifyAccessToken = async (token: string): Promise<Actor | undefined> => {
  const current = await verifyWith(token, 'AWSCURRENT')
  if (current) return current
  return verifyWith(token, 'AWSPREVIOUS').catch((error: unknown) => {
    if (isMissingVersion(error)) return undefined
    throw error
  })
}

/** The token of an Authorization header, if it has the Bearer form. */
export const bearerToken = (header: string | undefined): string | undefined =>
  header?.match(/^Bearer +([\w~+/.-]+=*)$/i)?.[1]
