import { recordAction } from '@korob/platform/audit-log'
import { transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { publish } from '@korob/platform/outbox'
import { deliveryFee, type FeeRule } from '../../delivery/contract.ts'
import { orderChanged } from '../contract.ts'
import { goodsOf } from '../domain/goods.ts'
import { type LineRemovals, type Removal, takeFromLines, withoutRemoved } from '../domain/removals.ts'
import { sumOfItems, weightOfItems } from '../domain/totals.ts'
import { mayShrink } from '../domain/transitions.ts'
import { removeFromOrder } from '../store/change-order.ts'
import { lockOrder } from '../store/move-order.ts'
import type { OrderLine, OrderRow } from '../store/order-row.ts'
import { endWish, keepWish, type PendingChange } from '../store/pending-changes.ts'
import { factsOf } from './order-events.ts'

/** Some of an order is not wanted, or not to be had after all. */
export interface LinesToRemove {
  by: { actor: 'operator'; actorId: string }
  removals: Removal[]
  /** By which the delivery of what remains is priced; undefined: it costs what was promised. */
  feeRule: FeeRule | undefined
  details: Record<string, unknown>
}

const removedFrom = (order: OrderRow, removals: readonly Removal[]): { removed: LineRemovals; rest: OrderLine[] } => {
  const taken = takeFromLines(order.items, removals)
  if ('errors' in taken) throw new Problem('invalid_request', { errors: taken.errors })
  const rest = withoutRemoved(order.items, taken.removed)
  if (rest.length > 0) return { removed: taken.removed, rest }
  throw new Problem('invalid_request', {
    errors: [{ field: 'lines', message: 'would leave nothing: cancel the order instead' }],
  })
}

/**
 * Keeps the wish that delivery has to agree to.
 * @throws Problem not_found, invalid_request, wrong_state, in_progress
 */
export const beginRemoving = (orderId: string, { by, removals, feeRule, details }: LinesToRemove): Promise<void> =>
  transaction(async (tx) => {
    const order = await lockOrder(tx, orderId)
    if (!order) throw new Problem('not_found')
    if (!mayShrink(order.status) || order.paymentState !== 'due' || order.goods !== 'in_shop')
      throw new Problem('wrong_state', { details: { orderStatus: order.status } })
    const { rest } = removedFrom(order, removals)
    const deliveryFeeMinor = feeRule
      ? deliveryFee(feeRule, { itemsMinor: sumOfItems(rest), weightGrams: weightOfItems(rest) }).feeMinor
      : order.deliveryFeeMinor
    if (!(await keepWish(tx, { kind: 'remove', orderId, by, removals, deliveryFeeMinor, details })))
      throw new Problem('in_progress', { retryAfterSeconds: 2 })
  })

/** What would be left to bring, for delivery. */
export const contentAfter = (
  order: OrderRow,
  { id, removals, deliveryFeeMinor }: PendingChange & { kind: 'remove' },
) => {
  const { rest } = removedFrom(order, removals)
  return {
    orderId: order.id,
    contentVersion: order.version + 1,
    changeId: id,
    items: rest.map(({ name, quantity }) => ({ name, quantity })),
    weightGrams: weightOfItems(rest),
    totalMinor: sumOfItems(rest) + deliveryFeeMinor,
  }
}

const summary = ({ itemsMinor, deliveryFeeMinor, totalMinor }: OrderRow) => ({
  itemsMinor,
  deliveryFeeMinor,
  totalMinor,
})

/** Delivery brings less: the order is changed, once. */
export const finishRemoving = (change: PendingChange & { kind: 'remove' }): Promise<void> =>
  transaction(async (tx) => {
    const { orderId, by, removals, deliveryFeeMinor } = change
    const order = await lockOrder(tx, orderId)
    if (!order || !(await endWish(tx, change)) || order.status === 'cancelled') return
    const { removed, rest } = removedFrom(order, removals)
    const gone = order.items.flatMap(({ position, productId, name }) => {
      const quantity = removed.reduce((sum, one) => (one.position === position ? sum + one.quantity : sum), 0)
      return quantity > 0 ? [{ productId, name, quantity }] : []
    })
    const sums = { itemsMinor: sumOfItems(rest), deliveryFeeMinor }
    const totals = { before: summary(order), after: { ...sums, totalMinor: sums.itemsMinor + deliveryFeeMinor } }
    const lines = goodsOf(gone)
    const details = { ...change.details, lines, ...totals }
    const changed = await removeFromOrder(tx, orderId, removed, sums, { kind: 'changed', by, details })
    await publish(tx, orderChanged, orderId, changed.version, {
      ...factsOf(changed),
      items: goodsOf(rest),
      removed: gone,
      deliveryFeeMinor,
    })
    if (by.actorId)
      await recordAction(tx, {
        operatorId: by.actorId,
        action: 'order.remove_lines',
        target: { type: 'order', id: orderId },
        before: totals.before,
        after: { ...totals.after, removed: lines },
      })
  })
