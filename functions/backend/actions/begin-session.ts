import { randomBytes, randomUUID } from 'node:crypto'
import type { Transaction } from '@korob/platform/database'
import { HttpAnswer } from '@korob/platform/http'
import { logger } from '@korob/platform/observability'
import type { Role } from '@korob/platform/tokens'
import type { NewSessionAnswer } from '../account-views.ts'
import { isSamePerson, isSameStaff } from '../domain/idle-account.ts'
import { hashOfSecret, type RefreshToken } from '../domain/refresh-token.ts'
import { type Account, accountOfPhone, markSeen } from '../store/accounts.ts'
import { insertSession } from '../store/sessions.ts'
import type { SignIn } from '../store/sign-ins.ts'
import { lapseRoles, takeInvitations } from '../store/staff.ts'
import { adoptOrdersOf, type OrdersOfAccounts } from './adopt-orders.ts'
import { knownDevice, newDeviceToken } from './known-device.ts'
import { signedIn } from './session-answer.ts'

/** Who signs in besides proving the phone. */
export interface Entrance {
  role?: Role | undefined
  /** Of the last sign-in on the device, where there was one. */
  deviceToken?: string | undefined
}

export const newRefreshToken = (): RefreshToken => ({ sessionId: randomUUID(), secret: randomBytes(32) })

/** The account whose phone was just proven, with a session that is its own. */
export const beginSession = async (
  tx: Transaction,
  proven: Pick<SignIn, 'phone' | 'language'>,
  deviceToken: string | undefined,
  token: RefreshToken,
): Promise<Account> => {
  const device = deviceToken === undefined ? undefined : await knownDevice(deviceToken, proven.phone)
  const [isKnown, now] = [device !== undefined, new Date()]
  const account = await accountOfPhone(tx, proven, ({ id, seenAt }) => {
    const isTheirs = isSamePerson(seenAt, isKnown, now)
    if (!isTheirs) logger.info('idle account begun anew', { accountId: id })
    return isTheirs
  })
  if (!isSameStaff(account.seenAt, isKnown, now)) {
    const lapsed = await lapseRoles(tx, account.id)
    if (lapsed > 0) logger.warn('roles of an idle account lapsed', { accountId: account.id, lapsed })
  }
  // One that is being deleted goes, whatever it is invited to: its phone's next account takes that up.
  if (!account.deleting) await takeInvitations(tx, account)
  await markSeen(account.id, tx)
  await insertSession(tx, token.sessionId, account.id, hashOfSecret(token.secret))
  return account
}

/** What somebody is answered whose session has begun. */
export const welcome = async (
  orders: OrdersOfAccounts,
  account: Account,
  token: RefreshToken,
  role: Role | undefined,
): Promise<HttpAnswer> => {
  logger.info('signed in', { accountId: account.id })
  await adoptOrdersOf(orders, account)
  const answer = await signedIn(201, account, token, role)
  const body: NewSessionAnswer = { ...answer.body, deviceToken: await newDeviceToken(account.phone) }
  return new HttpAnswer(201, body, answer.headers)
}
