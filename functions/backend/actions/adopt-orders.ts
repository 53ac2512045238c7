import { logger } from '@korob/platform/observability'
import type { Outcome } from '../domain/outcome.ts'
import { type Account, markAdopted } from '../store/accounts.ts'

/** What orders does for accounts. */
export interface OrdersOfAccounts {
  adopt(account: { accountId: string; phone: string }): Promise<Outcome<{ adopted: number }>>
  erase(account: { accountId: string; phone?: string }): Promise<Outcome<{ erased: number }>>
  exportPage(page: {
    accountId: string
    after?: string | undefined
  }): Promise<Outcome<{ orders: { orderId: string }[]; more: boolean }>>
  find(order: {
    number: string
    phone: string
  }): Promise<Outcome<{ orderId: string; number: string; linksFrom: string }>>
  revokeLinks(order: { orderId: string; operatorId: string }): Promise<Outcome<{ revokedAt: string }>>
}

/**
 * Tells orders whose phone it is, once for each account: what was and what will be ordered with it as a guest is the
 * account's. A sign-in never fails by it; what could not be told is told by the schedule.
 */
export const adoptOrdersOf = async (
  orders: OrdersOfAccounts,
  { id, phone, ordersAdopted }: Pick<Account, 'id' | 'phone' | 'ordersAdopted'>,
): Promise<void> => {
  if (ordersAdopted) return
  const outcome = await orders.adopt({ accountId: id, phone })
  if (outcome.kind === 'unknown') {
    logger.warn('orders not adopted yet', { accountId: id, reason: outcome.reason })
    return
  }
  // Refused: the account is being deleted, and needs no orders.
  await markAdopted(id)
}
