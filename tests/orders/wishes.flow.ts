import { Problem } from '@korob/platform/errors'
import { newId } from '@korob/platform/ids'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { cancelOrder, grantLeftWishes, removeLines } from '../../functions/orders/actions/grant-wish.ts'
import { markPayment } from '../../functions/orders/actions/settle-order.ts'
import { takeOrder } from '../../functions/orders/actions/take-order.ts'
import type { Delivery } from '../../functions/orders/calls/delivery.ts'
import { create } from '../../functions/orders/contract.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { anOrder } from './support/orders.ts'

let db: ServiceDatabase

beforeAll(async () => {
  db = await serviceDatabase('orders')
})
afterAll(() => db.drop())

const waitingForLock = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`

/** What delivery answers when it is asked to bring less, or is asked to let go. */
const answering = (answer: (input: { changeId?: string | undefined }) => Promise<void>): Delivery => {
  const unasked = () => Promise.reject(new Error('nobody should ask this'))
  const amend: Delivery['amend'] = async (input) => {
    await answer(input)
    return {}
  }
  return { amend, recall: unasked, reschedule: unasked, quoteFee: unasked }
}

const confirmed = async () => {
  const order = anOrder()
  await takeOrder(create.input.parse(order))
  await db.admin.query(`update orders.orders set status = 'confirmed' where id = $1`, [order.orderId])
  return { orderId: order.orderId, productId: order.items[0]?.productId ?? '' }
}

const oneLess = (productId: string) => ({
  by: { actor: 'operator' as const, actorId: 'operator-7' },
  removals: [{ productId, quantity: 1 }],
  feeRule: undefined,
  details: {},
})

const wishesOf = async (orderId: string) =>
  (
    await db.admin.query<{ id: string }>('select id from orders.pending_change where order_id = $1', [orderId])
  ).rows.map(({ id }) => id)

describe('a wish to have less', () => {
  it('that somebody else ends while its order is waited for is not granted a second time', async () => {
    const { orderId, productId } = await confirmed()
    const asked: unknown[] = []
    const lost = answering(() => Promise.reject(new Problem('unavailable')))
    await expect(removeLines(orderId, oneLess(productId), lost)).rejects.toMatchObject({ code: 'unavailable' })
    await db.admin.query(`update orders.pending_change set requested_at = now() - interval '1 minute'`)
    await db.admin.query('begin')
    await db.admin.query('select from orders.orders where id = $1 for update', [orderId])
    const resumed = grantLeftWishes(
      answering(async (input) => {
        asked.push(input)
      }),
      Date.now() + 60_000,
    )
    await vi.waitFor(async () => expect((await db.admin.query(waitingForLock)).rows).toHaveLength(1), 10_000)
    await db.admin.query('update orders.order_lines set cancelled = 1 where order_id = $1 and product_id = $2', [
      orderId,
      productId,
    ])
    await db.admin.query('update orders.orders set version = version + 1 where id = $1', [orderId])
    await db.admin.query('delete from orders.pending_change where order_id = $1', [orderId])
    await db.admin.query('commit')
    await resumed
    expect(asked).toEqual([])
  })

  it('that always fails stops none that came after it, and is told', async () => {
    const [first, second] = [await confirmed(), await confirmed()]
    const lost = answering(() => Promise.reject(new Problem('unavailable')))
    for (const { orderId, productId } of [first, second])
      await expect(removeLines(orderId, oneLess(productId), lost)).rejects.toMatchObject({ code: 'unavailable' })
    await db.admin.query(`update orders.pending_change set requested_at = requested_at - interval '1 minute'`)
    const [broken] = await wishesOf(first.orderId)
    const failing = answering(async ({ changeId }) => {
      if (changeId === broken) throw new TypeError('not foreseen')
    })
    await expect(grantLeftWishes(failing, Date.now() + 60_000)).rejects.toMatchObject({
      errors: [expect.objectContaining({ message: 'not foreseen' })],
    })
    expect([await wishesOf(first.orderId), await wishesOf(second.orderId)]).toEqual([[broken], []])
    await grantLeftWishes(
      answering(() => Promise.resolve()),
      Date.now() + 60_000,
    )
  })

  it('is told to delivery by the same id each time', async () => {
    const { orderId, productId } = await confirmed()
    const ids: unknown[] = []
    const losing = answering(async ({ changeId }) => {
      ids.push(changeId)
      if (ids.length === 1) throw new Problem('unavailable')
    })
    await expect(removeLines(orderId, oneLess(productId), losing)).rejects.toMatchObject({ code: 'unavailable' })
    const [wish] = await wishesOf(orderId)
    await db.admin.query(`update orders.pending_change set requested_at = now() - interval '1 minute'`)
    await grantLeftWishes(losing, Date.now() + 60_000)
    expect(ids).toEqual([wish, wish])
    expect(await wishesOf(orderId)).toEqual([])
  })

  it('ends itself alone when it is refused, not one that came after it', async () => {
    const { orderId, productId } = await confirmed()
    const later = newId()
    const refusing = answering(async () => {
      await db.admin.query('update orders.pending_change set id = $2 where order_id = $1', [orderId, later])
      throw new Problem('wrong_state')
    })
    await expect(removeLines(orderId, oneLess(productId), refusing)).rejects.toMatchObject({ code: 'wrong_state' })
    expect(await wishesOf(orderId)).toEqual([later])
  })

  it('leaves open what is to be paid: a payment waits until it is settled', async () => {
    const { orderId, productId } = await confirmed()
    const pay = () => markPayment(orderId, 'paid', 'operator-7')
    await removeLines(
      orderId,
      oneLess(productId),
      answering(() => expect(pay()).rejects.toMatchObject({ code: 'in_progress' })),
    )
    await pay()
    const { rows } = await db.admin.query(
      `select o.payment_state, o.total_minor::int, (details ->> 'amountMinor')::int as paid
         from orders.orders o join orders.order_history h on h.order_id = o.id and h.kind = 'payment' where o.id = $1`,
      [orderId],
    )
    expect(rows).toEqual([{ payment_state: 'paid', total_minor: 200_000, paid: 200_000 }])
  })
})

describe('a wish to cancel', () => {
  const unreachable: Delivery = {
    ...answering(() => Promise.resolve()),
    recall: () => Promise.reject(new Problem('unavailable')),
  }
  const letting: Delivery = { ...unreachable, recall: () => Promise.resolve({ goodsOut: false }) }

  it("of a shopper's that an operator joins is in the audit log, as is one of the operator's own: once", async () => {
    const operator = { by: { actor: 'operator', actorId: 'operator-7' }, details: {} } as const
    const shopper = { by: { actor: 'shopper' }, details: {} } as const
    const [joined, own] = [await confirmed(), await confirmed()]
    await expect(cancelOrder(joined.orderId, shopper, unreachable)).rejects.toMatchObject({ code: 'unavailable' })
    await cancelOrder(joined.orderId, operator, letting)
    await expect(cancelOrder(own.orderId, operator, unreachable)).rejects.toMatchObject({ code: 'unavailable' })
    await cancelOrder(own.orderId, operator, letting)
    const { rows } = await db.admin.query(
      'select target_id, actor_id, action, after from orders.audit_log where target_id = any($1) order by id',
      [[joined.orderId, own.orderId]],
    )
    const by = { actor_id: 'operator-7' }
    expect(rows).toEqual([
      { ...by, target_id: joined.orderId, action: 'order.join_cancellation', after: { wishedBy: 'shopper' } },
      { ...by, target_id: own.orderId, action: 'order.cancel', after: { status: 'cancelled', reason: 'operator' } },
    ])
    const { rows: history } = await db.admin.query(
      `select actor from orders.order_history where order_id = $1 and status = 'cancelled'`,
      [joined.orderId],
    )
    expect(history).toEqual([{ actor: 'shopper' }])
  })
})
