import { transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import type { HttpAnswer } from '@korob/platform/http'
import { logger } from '@korob/platform/observability'
import { publish } from '@korob/platform/outbox'
import type { Actor } from '@korob/platform/tokens'
import { accountDeleted } from '../contract.ts'
import type { Outcome } from '../domain/outcome.ts'
import { type Account, deleteAccount, markDeleting, unmarkDeleting } from '../store/accounts.ts'
import { eraseRequests } from '../store/erase-requests.ts'
import { readRoles } from '../store/staff.ts'
import type { OrdersOfAccounts } from './adopt-orders.ts'
import { accountIdOf } from './present-account.ts'
import { signedOut } from './session-answer.ts'

class CheckoutRuns extends Error {}

/**
 * Deletes an account that is marked. Orders forgets its own first, or says why not: then the account stays. Whoever dies
 * in between leaves the mark, and the schedule goes on from there; every step may be done twice.
 */
export const finishDeletion = async (
  orders: OrdersOfAccounts,
  { id, phone }: Pick<Account, 'id' | 'phone'>,
): Promise<Outcome<unknown>> => {
  const erased = await orders.erase({ accountId: id, phone })
  if (erased.kind === 'refused') await unmarkDeleting(id)
  if (erased.kind !== 'done') return erased
  try {
    await transaction(async (tx) => {
      if (!(await deleteAccount(tx, { id, phone }))) return
      if ((await eraseRequests(tx, { id, phone })) > 0) throw new CheckoutRuns()
      await publish(tx, accountDeleted, id, 1, { accountId: id, phone })
    })
  } catch (error) {
    // It ends within seconds, and may have made an order. The account stays until the schedule comes by.
    if (error instanceof CheckoutRuns) return { kind: 'unknown', reason: 'a checkout is under way' }
    throw error
  }
  logger.info('account deleted', { accountId: id, orders: erased.value.erased })
  return erased
}

/**
 * Deletes the caller's account.
 * @throws Problem open_orders while one is under way: a courier must find somebody. staff_conflict for who works for the shop
 */
export const deleteProfile = async (orders: OrdersOfAccounts, actor: Actor): Promise<HttpAnswer> => {
  const id = accountIdOf(actor)
  const account = await markDeleting(id)
  if (!account) throw new Problem('unauthorized')
  const staff = await readRoles(account)
  if (staff.length > 0) {
    await unmarkDeleting(id)
    throw new Problem('staff_conflict')
  }
  const outcome = await finishDeletion(orders, account)
  if (outcome.kind === 'refused') throw outcome.problem
  if (outcome.kind === 'unknown') throw new Problem('unavailable', { retryAfterSeconds: 5 })
  return signedOut(204)
}
