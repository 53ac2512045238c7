import { randomBytes, timingSafeEqual } from 'node:crypto'
import { transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import type { HttpAnswer } from '@korob/platform/http'
import { count, logger } from '@korob/platform/observability'
import type { Role } from '@korob/platform/tokens'
import { seenEveryMs } from '../domain/idle-account.ts'
import { limits, networkOf } from '../domain/limits.ts'
import { hashOfSecret, type RefreshToken, readRefreshToken } from '../domain/refresh-token.ts'
import { rotate } from '../domain/rotation.ts'
import { readCookie } from '../domain/session-cookie.ts'
import { markSeen, readAccount } from '../store/accounts.ts'
import { endSession, endSessionsOfAccount, lockSession, rotateSession } from '../store/sessions.ts'
import { signedIn, signedOut } from './session-answer.ts'
import { withinLimits } from './within-limits.ts'

type Refreshed = { kind: 'fresh'; accountId: string; secret: Buffer } | { kind: 'over' } | { kind: 'reused' }

const takeTurn = ({ sessionId, secret }: RefreshToken): Promise<Refreshed> =>
  transaction(async (tx) => {
    const session = await lockSession(tx, sessionId)
    if (!session) return { kind: 'over' }
    const rotation = rotate(session, session.secondsSinceRotation, secret, randomBytes(32))
    if (rotation.kind === 'reused') {
      await endSession(tx, sessionId, 'reused')
      return rotation
    }
    if (rotation.kind === 'next') await rotateSession(tx, sessionId, rotation.tokens)
    return { kind: 'fresh', accountId: session.accountId, secret: rotation.secret }
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
  const refreshed = await takeTurn(token)
  if (refreshed.kind === 'reused') {
    count('refreshTokensReused')
    logger.warn('a refresh token has two holders; its session is over', { sessionId: token.sessionId })
  }
  if (refreshed.kind !== 'fresh') throw new Problem('unauthorized')
  const account = await readAccount(refreshed.accountId)
  // Deleted this very moment.
  if (!account) throw new Problem('unauthorized')
  if (Date.now() - account.seenAt.getTime() > seenEveryMs) await markSeen(account.id)
  return signedIn(200, account, { sessionId: token.sessionId, secret: refreshed.secret }, role)
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
