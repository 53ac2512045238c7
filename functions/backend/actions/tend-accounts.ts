import { askLater, forgetLeft, readDeleting, readLeft, readUnadopted } from '../store/accounts.ts'
import { deleteUsedUp } from '../store/rate-limits.ts'
import { deleteOldSessions } from '../store/sessions.ts'
import { deleteOldSignIns } from '../store/sign-ins.ts'
import { adoptOrdersOf, type OrdersOfAccounts } from './adopt-orders.ts'
import { finishDeletion } from './delete-profile.ts'

const batch = 50

/** While an order of theirs is under way, or nobody knows. */
const askAgainMinutes = { refused: 24 * 60, unknown: 5 } as const

/** Has orders forget accounts whose number went to somebody else, as far as their orders are over. */
const forgetLeftAccounts = async (orders: OrdersOfAccounts, untilMs: number): Promise<number> => {
  let left = 0
  for (const { accountId } of await readLeft(batch)) {
    if (Date.now() >= untilMs) break
    const { kind } = await orders.erase({ accountId })
    if (kind === 'done') left += await forgetLeft(accountId)
    else await askLater(accountId, askAgainMinutes[kind])
  }
  return left
}

/** Finishes what a request that died or met no answer has left, and forgets what is over. */
export const tendAccounts = async (
  orders: OrdersOfAccounts,
  untilMs: number,
): Promise<{ adopted: number; deleted: number; left: number; forgotten: number }> => {
  const forgotten = (await deleteOldSignIns()) + (await deleteOldSessions()) + (await deleteUsedUp())
  let adopted = 0
  for (const account of await readUnadopted(batch)) {
    if (Date.now() >= untilMs) break
    await adoptOrdersOf(orders, { ...account, ordersAdopted: false })
    adopted += 1
  }
  let deleted = 0
  for (const account of await readDeleting(batch)) {
    if (Date.now() >= untilMs) break
    if ((await finishDeletion(orders, account)).kind === 'done') deleted += 1
  }
  const left = await forgetLeftAccounts(orders, untilMs)
  return { adopted, deleted, left, forgotten }
}
