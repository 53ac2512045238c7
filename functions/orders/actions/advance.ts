import type { Transaction } from '@korob/platform/database'
import { TooEarly } from '@korob/platform/errors'
import { logger } from '@korob/platform/observability'
import type { OrderStatus } from '../contract.ts'
import { judge, sourcesOf } from '../domain/transitions.ts'
import { type Move, moveOrder, readStatus } from '../store/move-order.ts'
import type { OrderRow } from '../store/order-row.ts'

export type Advance = { moved: OrderRow } | { stays: OrderStatus }

/**
 * Moves an order to a state, as the news says. It stays where it is when the news is past.
 * @throws TooEarly when something in between, or the order itself, is still on its way
 */
export const advance = async (tx: Transaction, move: Omit<Move, 'from'>): Promise<Advance> => {
  const moved = await moveOrder(tx, { ...move, from: sourcesOf(move.to) })
  if (moved) return { moved }
  const found = await readStatus(tx, move.orderId)
  if (!found) throw new TooEarly(`there is no order ${move.orderId}`)
  // 'allowed' here: another transaction moved it between the two statements.
  if (judge(found.status, move.to) !== 'past') throw new TooEarly(`order is ${found.status}, not yet ${move.to}`)
  logger.info('news of the past', { orderId: move.orderId, status: found.status, to: move.to, ...move.by })
  return { stays: found.status }
}
