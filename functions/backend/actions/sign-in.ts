import { randomBytes, randomUUID } from 'node:crypto'
import { transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { HttpAnswer } from '@korob/platform/http'
import { count, logger } from '@korob/platform/observability'
import { isCode } from '@korob/platform/sealed'
import type { Role } from '@korob/platform/tokens'
import type { NewSessionAnswer } from '../account-views.ts'
import { isSamePerson, isSameStaff } from '../domain/idle-account.ts'
import { limits, networkOf } from '../domain/limits.ts'
import { hashOfSecret, type RefreshToken } from '../domain/refresh-token.ts'
import { type Account, accountOfPhone, markSeen } from '../store/accounts.ts'
import { insertSession } from '../store/sessions.ts'
import { markUsed, readOpenSignIn, takeAttempt } from '../store/sign-ins.ts'
import { lapseRoles } from '../store/staff.ts'
import { adoptOrdersOf, type OrdersOfAccounts } from './adopt-orders.ts'
import { knownDevice, newDeviceToken } from './known-device.ts'
import { signedIn } from './session-answer.ts'
import { beforeLimit, withinLimits } from './within-limits.ts'

export interface SignInRequest {
  signInId: string
  code: string
  role?: Role | undefined
  /** Of the last sign-in on the device, where there was one. */
  deviceToken?: string | undefined
}

/** The account whose phone the code proves, with a session that is its own. Undefined for a wrong code, which is counted. */
const prove = ({ signInId, code, deviceToken }: SignInRequest, token: RefreshToken): Promise<Account | undefined> =>
  transaction(async (tx) => {
    const known = await takeAttempt(tx, signInId)
    if (!known || !(await isCode(code, known.id, known.codeHash))) return undefined
    await markUsed(tx, known.id)
    const device = deviceToken === undefined ? undefined : await knownDevice(deviceToken, known.phone)
    const [isKnown, now] = [device !== undefined, new Date()]
    const account = await accountOfPhone(tx, known, ({ id, seenAt }) => {
      const isTheirs = isSamePerson(seenAt, isKnown, now)
      if (!isTheirs) logger.info('idle account begun anew', { accountId: id })
      return isTheirs
    })
    if (!isSameStaff(account.seenAt, isKnown, now)) {
      const lapsed = await lapseRoles(tx, account.id)
      if (lapsed > 0) logger.warn('roles of an idle account lapsed', { accountId: account.id, lapsed })
    }
    await markSeen(account.id, tx)
    await insertSession(tx, token.sessionId, account.id, hashOfSecret(token.secret))
    return account
  })

/** Signs in with a code. @throws Problem wrong_code, and too_many_requests with when to come again */
export const signIn = async (
  orders: OrdersOfAccounts,
  request: SignInRequest,
  clientAddress: string,
): Promise<HttpAnswer> => {
  const open = await readOpenSignIn(request.signInId)
  const network = networkOf(clientAddress)
  await withinLimits({ limit: limits.triesOfAddress, key: network })
  const wrongCodes = open && { limit: limits.wrongCodesOfNumber, key: `${open.phone} ${network}` }
  if (wrongCodes) await beforeLimit(wrongCodes)
  const token = { sessionId: randomUUID(), secret: randomBytes(32) }
  const account = await prove(request, token)
  if (!account) {
    count('codesWrong')
    if (wrongCodes) await withinLimits(wrongCodes)
    throw new Problem('wrong_code')
  }
  logger.info('signed in', { accountId: account.id })
  await adoptOrdersOf(orders, account)
  const answer = await signedIn(201, account, token, request.role)
  const body: NewSessionAnswer = { ...answer.body, deviceToken: await newDeviceToken(account.phone) }
  return new HttpAnswer(201, body, answer.headers)
}
