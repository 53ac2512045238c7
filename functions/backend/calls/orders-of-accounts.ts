import * as orders from '../../orders/contract.ts'
import type { OrdersOfAccounts } from '../actions/adopt-orders.ts'
import { attempt } from './attempt.ts'

export const ordersOfAccounts: OrdersOfAccounts = {
  adopt: (account) => attempt(orders.adoptOrders, account, orders.adoptOrders.timeoutMs),
  erase: (account) => attempt(orders.eraseAccount, account, orders.eraseAccount.timeoutMs),
  exportPage: (page) => attempt(orders.exportOrders, page, orders.exportOrders.timeoutMs),
  find: (order) => attempt(orders.findOrder, order, orders.findOrder.timeoutMs),
  revokeLinks: (order) => attempt(orders.revokeLinks, order, orders.revokeLinks.timeoutMs),
}
