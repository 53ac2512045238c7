import { setting } from '@korob/platform/config'
import { HttpAnswer } from '@korob/platform/http'
import { accessTokenSeconds, type Role, signAccessToken } from '@korob/platform/tokens'
import type { SessionAnswer } from '../account-views.ts'
import { type RefreshToken, writeRefreshToken } from '../domain/refresh-token.ts'
import { clearedCookie, writeCookie } from '../domain/session-cookie.ts'
import type { Account } from '../store/accounts.ts'
import { idleDays } from '../store/sessions.ts'
import { readRoles } from '../store/staff.ts'

/** Every role of an account, with the id that the role's tokens name. */
export const rolesOf = async (account: Pick<Account, 'id'>): Promise<Map<Role, string>> => {
  const staff = await readRoles(account)
  return new Map<Role, string>([
    ['shopper', account.id],
    ...staff.map(({ role, subjectId }) => [role, subjectId] as const),
  ])
}

export const signedOut = (status: number): HttpAnswer =>
  new HttpAnswer(status, undefined, { 'set-cookie': clearedCookie(setting('PUBLIC_URL')) })

/** An access token for one of the account's roles, and the cookie that gets the next. */
export const signedIn = async (
  status: 200 | 201,
  account: Pick<Account, 'id'>,
  token: RefreshToken,
  wanted: Role = 'shopper',
): Promise<HttpAnswer & { body: SessionAnswer }> => {
  const roles = await rolesOf(account)
  const role = roles.has(wanted) ? wanted : 'shopper'
  const expiresAt = new Date(Date.now() + accessTokenSeconds * 1000)
  const body: SessionAnswer = {
    accessToken: await signAccessToken({ role, id: roles.get(role) ?? account.id }),
    expiresAt: expiresAt.toISOString(),
    role,
    roles: [...roles.keys()],
  }
  const cookie = writeCookie(writeRefreshToken(token), idleDays * 24 * 3600, setting('PUBLIC_URL'))
  return Object.assign(new HttpAnswer(status, body, { 'set-cookie': cookie }), { body })
}
