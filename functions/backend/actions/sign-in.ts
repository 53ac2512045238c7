import { transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import type { HttpAnswer } from '@korob/platform/http'
import { count } from '@korob/platform/observability'
import { isCode } from '@korob/platform/sealed'
import { limits, networkOf } from '../domain/limits.ts'
import type { RefreshToken } from '../domain/refresh-token.ts'
import type { Account } from '../store/accounts.ts'
import { markUsed, readOpenSignIn, takeAttempt } from '../store/sign-ins.ts'
import type { OrdersOfAccounts } from './adopt-orders.ts'
import { beginSession, type Entrance, newRefreshToken, welcome } from './begin-session.ts'
import { beforeLimit, withinLimits } from './within-limits.ts'

export interface SignInRequest extends Entrance {
  signInId: string
  code: string
}

/** The account whose phone the code proves. Undefined for a wrong code, which is counted. */
const prove = ({ signInId, code, deviceToken }: SignInRequest, token: RefreshToken): Promise<Account | undefined> =>
  transaction(async (tx) => {
    const known = await takeAttempt(tx, signInId)
    if (!known || !(await isCode(code, known.id, known.codeHash))) return undefined
    await markUsed(tx, known.id)
    return beginSession(tx, known, deviceToken, token)
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
  const token = newRefreshToken()
  const account = await prove(request, token)
  if (!account) {
    count('codesWrong')
    if (wrongCodes) await withinLimits(wrongCodes)
    throw new Problem('wrong_code')
  }
  return welcome(orders, account, token, request.role)
}
