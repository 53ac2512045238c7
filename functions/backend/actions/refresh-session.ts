import { randomBytes, timingSafeEqual } from 'node:crypto'
import { transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import type { HttpAnswer } from '@korob/platform/http'
import { count, logger } from '@korob/platform/observability'
import type { Role } from '@korob/platform/tokens'
import { limits, networkOf } from '../domain/limits.ts'
import { hashOfSecret, nextSecret, type RefreshToken, readRefreshToken } from '../domain/refresh-token.ts'
import { readCookie } from '../domain/session-cookie.ts'
import { readAccount } from '../store/accounts.ts'
import { endSession, endSessionsOfAccount, lockSession, rotateSession } from '../store/sessions.ts'
import { signedIn, signedOut } from './session-answer.ts'
import { withinLimits } from './within-limits.ts'

/** Two tabs at once, or an answer that was lost and asked for again: long enough for those, too short for a thief. */
const graceSeconds = 15

type Rotation = { kind: 'fresh'; accountId: string; secret: Buffer } | { kind: 'over' } | { kind: 'reused' }

const rotate = ({ sessionId, secret }: RefreshToken): Promise<Rotation> =>
  transaction(async (tx) => {
    const session = await lockSession(tx, sessionId)
    if (!session) return { kind: 'over' }
    const { accountId, tokenHash, previousHash, nonce: lastNonce, secondsSinceRotation } = session
    const hash = hashOfSecret(secret)
    if (timingSafeEqual(hash, tokenHash)) {
      const nonce = randomBytes(32)
      const next = nextSecret(secret, nonce)
      await rotateSession(tx, sessionId, { tokenHash: hashOfSecret(next), previousHash: hash, nonce })
      return { kind: 'fresh', accountId, secret: next }
    }
    const isPrevious = previousHash !== null && timingSafeEqual(hash, previousHash)
    if (isPrevious && lastNonce && secondsSinceRotation <= graceSeconds)
      return { kind: 'fresh', accountId, secret: nextSecret(secret, lastNonce) }
    await endSession(tx, sessionId, 'reused')
    return { kind: 'reused' }
  })

/** Another access token, and the refresh token that follows. @throws Problem unauthorized: the phone must be proven anew */
export const refreshSession = async (
  cookieHeader: string | undefined,
  role: Role | undefined,
  clientAddress: string,
): Promise<HttpAnswer> => {
  const token = readRefreshToken(readCookie(cookieHeader) ?? '')
  if (!token) throw new Problem('unauthorized')
  await withinLimits({ limit: limits.refreshesOfAddress, key: networkOf(clientAddress) })
  const rotation = await rotate(token)
  if (rotation.kind === 'reused') {
    count('refreshTokensReused')
    logger.warn('a refresh token was used twice; its session is over', { sessionId: token.sessionId })
  }
  if (rotation.kind !== 'fresh') throw new Problem('unauthorized')
  const account = await readAccount(rotation.accountId)
  // Deleted this very moment.
  if (!account) throw new Problem('unauthorized')
  return signedIn(200, account, { sessionId: token.sessionId, secret: rotation.secret }, role)
}

/** Ends the cookie's session, if it has one. */
export const signOut = async (cookieHeader: string | undefined): Promise<HttpAnswer> => {
  const token = readRefreshToken(readCookie(cookieHeader) ?? '')
  if (token)
    await transaction(async (tx) => {
      const session = await lockSession(tx, token.sessionId)
      const hash = hashOfSecret(token.secret)
      const isOurs = [session?.tokenHash, session?.previousHash].some((one) => one && timingSafeEqual(one, hash))
      if (isOurs) await endSession(tx, token.sessionId, 'signed_out')
    })
  return signedOut(204)
}

export const signOutEverywhere = async (accountId: string): Promise<HttpAnswer> => {
  await endSessionsOfAccount(accountId, 'signed_out_everywhere')
  return signedOut(204)
}
