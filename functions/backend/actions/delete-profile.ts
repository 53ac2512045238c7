import { transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import type { HttpAnswer } from '@korob/platform/http'
import { logger } from '@korob/platform/observability'
import { publish } from '@korob/platform/outbox'
import type { Actor } from '@korob/platform/tokens'
import { accountDeleted } from '../contract.ts'
import type { Outcome } from '../domain/outcome.ts'
import { type Account, deleteAccount, markDeleting, markErased, unmarkDeleting } from '../store/accounts.ts'
import { countRunning, eraseRequests } from '../store/erase-requests.ts'
import { deleteInvitations, lapseRoles, readRoles } from '../store/staff.ts'
import type { OrdersOfAccounts } from './adopt-orders.ts'
import { accountIdOf } from './present-account.ts'
import { signedOut } from './session-answer.ts'

// It ends within seconds, and may make an order.
const checkoutRuns = { kind: 'unknown', reason: 'a checkout is under way' } as const

class CheckoutRuns extends Error {}

/** @throws CheckoutRuns, and then the account is still there */
const deleteWhole = (account: Pick<Account, 'id' | 'phone'>): Promise<void> =>
  transaction(async (tx) => {
    const deleted = await deleteAccount(tx, account)
    if (!deleted) return
    if ((await eraseRequests(tx, account)) > 0) throw new CheckoutRuns()
    const { id, phone } = account
    // Taken up since staff was looked at; an operator may give it anew, to the phone's next account.
    if ((await lapseRoles(tx, id)) > 0) logger.warn('role of a deleted account lapsed', { accountId: id })
    for (const { id: memberId } of await deleteInvitations(tx, phone, deleted.since))
      logger.info('invitation of a deleted account forgotten', { memberId })
    await publish(tx, accountDeleted, id, 1, { accountId: id, phone })
  })

/**
 * Deletes an account that is marked. Orders forgets its own first, or says why not: then the account stays. Once orders has
 * forgotten it, it goes, whatever was ordered since. Whoever dies in between leaves the mark, and the schedule goes on from
 * there; every step may be done twice.
 */
export const finishDeletion = async (
  orders: OrdersOfAccounts,
  { id, phone }: Pick<Account, 'id' | 'phone'>,
): Promise<Outcome<unknown>> => {
  if ((await readRoles({ id })).length > 0 && (await unmarkDeleting(id)))
    return { kind: 'refused', problem: new Problem('staff_conflict') }
  // An order that it makes must be found under way.
  if ((await countRunning({ id, phone })) > 0) return checkoutRuns
  const erased = await orders.erase({ accountId: id, phone })
  if (erased.kind === 'refused') await unmarkDeleting(id)
  if (erased.kind !== 'done') return erased
  await markErased(id)
  try {
    await deleteWhole({ id, phone })
  } catch (error) {
    if (error instanceof CheckoutRuns) return checkoutRuns
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
  const outcome = await finishDeletion(orders, account)
  if (outcome.kind === 'refused') throw outcome.problem
  if (outcome.kind === 'unknown') throw new Problem('unavailable', { retryAfterSeconds: 5 })
  return signedOut(204)
}
