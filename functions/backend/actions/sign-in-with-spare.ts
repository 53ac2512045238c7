import { transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import type { HttpAnswer } from '@korob/platform/http'
import { count } from '@korob/platform/observability'
import { isCode } from '@korob/platform/sealed'
import { limits, networkOf } from '../domain/limits.ts'
import { readSpareCode } from '../domain/spare-code.ts'
import { readSpares, type SignIn, takeSpare } from '../store/sign-ins.ts'
import type { OrdersOfAccounts } from './adopt-orders.ts'
import { beginSession, type Entrance, newRefreshToken, welcome } from './begin-session.ts'
import { withinLimits } from './within-limits.ts'

interface SpareRequest extends Entrance {
  phone: string
  spareCode: string
}

const matching = async ({ phone, spareCode }: SpareRequest): Promise<SignIn | undefined> => {
  const code = readSpareCode(spareCode)
  if (code === undefined) return undefined
  for (const spare of await readSpares(phone)) if (await isCode(code, spare.id, spare.hash)) return spare
  return undefined
}

/**
 * Signs in with the spare code of the last text to a phone, whoever had asked for that text. Wrong ones are counted by network
 * alone: it can't be guessed, and nobody else's tries may use up the owner's.
 * @throws Problem wrong_code, and too_many_requests with when to come again
 */
export const signInWithSpare = async (
  orders: OrdersOfAccounts,
  request: SpareRequest,
  clientAddress: string,
): Promise<HttpAnswer> => {
  await withinLimits({ limit: limits.triesOfAddress, key: networkOf(clientAddress) })
  const spare = await matching(request)
  const token = newRefreshToken()
  const account =
    spare &&
    (await transaction(async (tx) =>
      (await takeSpare(tx, spare.id)) ? beginSession(tx, spare, request.deviceToken, token) : undefined,
    ))
  if (!account) {
    count('spareCodesWrong')
    throw new Problem('wrong_code')
  }
  return welcome(orders, account, token, request.role)
}
