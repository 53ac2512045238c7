import { recordAction } from '@korob/platform/audit-log'
import { transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { publish } from '@korob/platform/outbox'
import { orderPaid, orderReturned, type PaymentState, paymentSubject } from '../contract.ts'
import { goodsOf } from '../domain/goods.ts'
import { isPossibleIn, paymentAfter } from '../domain/payment.ts'
import { type Removal, takeFromLines } from '../domain/removals.ts'
import { addNote, setPayment, takeGoodsBack } from '../store/change-order.ts'
import { lockOrder } from '../store/move-order.ts'
import { readWish } from '../store/pending-changes.ts'

const target = (orderId: string) => ({ type: 'order', id: orderId })
const operator = (operatorId: string) => ({ actor: 'operator', actorId: operatorId }) as const

/**
 * Says that an order was paid before its delivery, or its money given back. Done before, it changes nothing.
 * @throws Problem not_found, wrong_state; in_progress while it isn't settled what is to be paid
 */
export const markPayment = (orderId: string, to: Exclude<PaymentState, 'due'>, operatorId: string): Promise<void> =>
  transaction(async (tx) => {
    const order = await lockOrder(tx, orderId)
    if (!order) throw new Problem('not_found')
    if (order.paymentState === to) return
    if ((await readWish(tx, orderId))?.kind === 'remove') throw new Problem('in_progress', { retryAfterSeconds: 2 })
    const step = to === 'paid' ? 'pay' : 'refund'
    if (!isPossibleIn(order.status, step) || paymentAfter(order.paymentState, step) !== to)
      throw new Problem('wrong_state', { details: { orderStatus: order.status, paymentState: order.paymentState } })
    const [before, after] = [{ paymentState: order.paymentState }, { paymentState: to }]
    const entry = {
      kind: 'payment',
      by: operator(operatorId),
      details: { ...after, amountMinor: order.totalMinor },
    } as const
    const { version } = await setPayment(tx, orderId, to, entry)
    if (to === 'paid') await publish(tx, orderPaid, paymentSubject(orderId), version, { orderId })
    await recordAction(tx, { operatorId, action: `order.${step}`, target: target(orderId), before, after })
  })

/**
 * The goods of an order that was cancelled after they had been on the road are back, those that were lost perhaps too.
 * @param sellable what of them can be sold again; undefined: all. The rest is lost.
 */
export const takeReturnedGoods = (
  orderId: string,
  sellable: Removal[] | undefined,
  operatorId: string,
): Promise<void> =>
  transaction(async (tx) => {
    const order = await lockOrder(tx, orderId)
    if (!order) throw new Problem('not_found')
    if (order.status === 'cancelled' && order.goods === 'back') return
    if (order.status !== 'cancelled' || (order.goods !== 'out' && order.goods !== 'lost'))
      throw new Problem('wrong_state', { details: { orderStatus: order.status } })
    const all = goodsOf(order.items)
    const taken = takeFromLines(order.items, sellable ?? all)
    if ('errors' in taken) throw new Problem('invalid_request', { errors: taken.errors })
    const items = sellable ?? all
    const entry = { kind: 'goods', by: operator(operatorId), details: { goods: 'back', lines: items } } as const
    const changed = await takeGoodsBack(tx, orderId, taken.removed, entry)
    await publish(tx, orderReturned, orderId, changed.version, { orderId, items, onRoad: all })
    await recordAction(tx, {
      operatorId,
      action: 'order.take_back',
      target: target(orderId),
      before: { goods: order.goods },
      after: { goods: 'back', lines: items },
    })
  })

/**
 * A note for other operators. What it says is about persons, maybe: the audit log has only that it was written.
 * @throws Problem not_found; wrong_state for an order whose person was forgotten
 */
export const noteOrder = (orderId: string, text: string, operatorId: string): Promise<void> =>
  transaction(async (tx) => {
    const order = await lockOrder(tx, orderId)
    if (!order) throw new Problem('not_found')
    if (!(await addNote(tx, orderId, operatorId, text)))
      throw new Problem('wrong_state', { details: { orderStatus: order.status } })
    await recordAction(tx, { operatorId, action: 'order.note', target: target(orderId) })
  })
