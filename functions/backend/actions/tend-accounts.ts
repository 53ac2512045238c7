import { readDeleting, readUnadopted } from '../store/accounts.ts'
import { deleteUsedUp } from '../store/rate-limits.ts'
import { deleteOldSessions } from '../store/sessions.ts'
import { deleteOldSignIns } from '../store/sign-ins.ts'
import { adoptOrdersOf, type OrdersOfAccounts } from './adopt-orders.ts'
import { finishDeletion } from './delete-profile.ts'

const batch = 50

/** Finishes what a request that died or met no answer has left, and forgets what is over. */
export const tendAccounts = async (
  orders: OrdersOfAccounts,
  untilMs: number,
): Promise<{ adopted: number; deleted: number; forgotten: number }> => {
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
  return { adopted, deleted, forgotten }
}
