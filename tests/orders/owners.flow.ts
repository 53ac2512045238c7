import { database, transaction } from '@korob/platform/database'
import { newId } from '@korob/platform/ids'
import { sql } from '@korob/platform/sql'
import { signTrackingToken, trackingLifetimeMs } from '@korob/platform/tracking-token'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginCancelling } from '../../functions/orders/actions/cancel-order.ts'
import { cancelOwnOrder } from '../../functions/orders/actions/cancel-own-order.ts'
import { exportOwnOrders, listOwnOrders } from '../../functions/orders/actions/own-orders.ts'
import { adopt, erase, find, revoke } from '../../functions/orders/actions/owners.ts'
import { markPayment, noteOrder } from '../../functions/orders/actions/settle-order.ts'
import { showOrder } from '../../functions/orders/actions/show-order.ts'
import { takeOrder } from '../../functions/orders/actions/take-order.ts'
import { create } from '../../functions/orders/contract.ts'
import { lockOwner } from '../../functions/orders/store/owners.ts'
import { eventually } from '../support/eventually.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { newPhone } from '../support/shopper.ts'
import { pointAtSecrets } from '../support/signing-keys.ts'
import { anOrder } from './support/orders.ts'

let db: ServiceDatabase
let stopSecrets: () => Promise<void>

beforeAll(async () => {
  stopSecrets = await pointAtSecrets()
  db = await serviceDatabase('orders')
})
afterAll(async () => {
  await db.drop()
  await stopSecrets()
})

const place = (phone: string, accountId?: string) =>
  takeOrder(
    create.input.parse(
      anOrder({
        contact: { name: 'Анна', phone },
        owner: { cartId: newId(), ...(accountId === undefined ? {} : { accountId }) },
      }),
    ),
  )

const idsOf = async (accountId: string): Promise<string[]> =>
  (await listOwnOrders({ role: 'shopper', id: accountId }, undefined, 50)).orders.map(({ orderId }) => orderId)

const end = (orderId: string) =>
  database.run(sql`update orders set status = 'cancelled', cancel_reason = 'shopper' where id = ${orderId}`)

const anonymous = { role: 'anonymous' } as const
const tokenOf = (orderId: string, madeAt = new Date()) =>
  signTrackingToken(orderId, new Date(madeAt.getTime() + trackingLifetimeMs))

describe('orders of a guest', () => {
  it("become the account's whose phone it is: those before, and those after", async () => {
    const [phone, accountId] = [newPhone(), newId()]
    const before = await place(phone)
    const foreign = await place(newPhone())
    expect(await adopt({ accountId, phone })).toEqual({ adopted: 1 })
    const after = await place(phone)
    expect(await idsOf(accountId)).toEqual([after.orderId, before.orderId])
    expect(await idsOf(accountId)).not.toContain(foreign.orderId)
    expect(await adopt({ accountId, phone })).toEqual({ adopted: 0 })
  })

  it('older than 90 days may be of who had the number then, and stay nobody’s', async () => {
    const [phone, accountId] = [newPhone(), newId()]
    const { orderId } = await place(phone)
    await database.run(sql`update orders set placed_at = now() - interval '91 days' where id = ${orderId}`)
    await adopt({ accountId, phone })
    expect(await idsOf(accountId)).toEqual([])
  })

  it('are adopted whichever comes first, the order or the sign-in, also at the very same moment', async () => {
    const rounds = Array.from({ length: 25 }, () => ({ phone: newPhone(), accountId: newId() }))
    const placed = await Promise.all(
      rounds.map(async ({ phone, accountId }) => {
        const [one, , two] = await Promise.all([place(phone), adopt({ accountId, phone }), place(phone)])
        return [one.orderId, two.orderId].sort()
      }),
    )
    for (const [index, { accountId }] of rounds.entries())
      expect((await idsOf(accountId)).sort()).toEqual(placed[index])
  })

  it('that wait for a sign-in under way see its outcome, not what was before it', async () => {
    const [phone, accountId] = [newPhone(), newId()]
    const waiting = () =>
      db.admin.query(`select from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`)
    let placing: ReturnType<typeof place> | undefined
    await transaction(async (tx) => {
      await lockOwner(tx, 'phone', phone)
      placing = place(phone)
      await eventually('the order waits', async () => (await waiting()).rowCount === 1)
      await tx.run(sql`insert into account_phones (phone, account_id) values (${phone}, ${accountId})`)
    })
    const placed = await placing
    expect(await idsOf(accountId)).toEqual([placed?.orderId])
  })

  it('are called off by the browser they were placed in, whoever’s phone it was or is proven to be since', async () => {
    const [phone, accountId] = [newPhone(), newId()]
    const carts = [newId(), newId(), newId()] as const
    const placeIn = (cartId: string, owner = {}) =>
      takeOrder(create.input.parse(anOrder({ contact: { name: 'Анна', phone }, owner: { cartId, ...owner } })))
    const before = await placeIn(carts[0])
    await adopt({ accountId, phone })
    const after = await placeIn(carts[1])
    const signedIn = await placeIn(carts[2], { accountId })
    expect(await idsOf(accountId)).toHaveLength(3)
    const agrees = async (): Promise<never> => ({ agreed: true, version: 1 }) as never
    const delivery = { recall: agrees, amend: agrees, reschedule: agrees, quoteFee: agrees }
    const cancel = (orderId: string, cartId: string) =>
      cancelOwnOrder(orderId, anonymous, { cartId, reason: 'ordered_by_mistake' }, delivery)
    for (const [{ orderId }, cartId] of [
      [before, carts[0]],
      [after, carts[1]],
    ] as const) {
      expect(await showOrder(orderId, anonymous, await tokenOf(orderId))).toMatchObject({ mayCancel: true })
      await expect(cancel(orderId, newId())).rejects.toMatchObject({ code: 'not_found' })
      expect(await cancel(orderId, cartId)).toMatchObject({ status: 'cancelled', cancelReason: 'shopper' })
    }
    const link = await tokenOf(signedIn.orderId)
    expect(await showOrder(signedIn.orderId, anonymous, link)).toMatchObject({ mayCancel: false })
    await expect(cancel(signedIn.orderId, carts[2])).rejects.toMatchObject({ code: 'not_found' })
  })

  it('with another phone stay the account’s that placed them', async () => {
    const [mine, theirs] = [newId(), newId()]
    const phone = newPhone()
    await adopt({ accountId: theirs, phone })
    const gift = await place(phone, mine)
    expect(await idsOf(mine)).toEqual([gift.orderId])
    expect(await idsOf(theirs)).toEqual([])
  })
})

describe('my orders', () => {
  it('come newest first, page by page, each once', async () => {
    const accountId = newId()
    const ids: string[] = []
    for (let time = 0; time < 7; time++) ids.unshift((await place(newPhone(), accountId)).orderId)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listOwnOrders({ role: 'shopper', id: accountId }, cursor, 3)
      seen.push(...page.orders.map(({ orderId }) => orderId))
      cursor = page.next
    } while (cursor !== undefined)
    expect(seen).toEqual(ids)
  })
})

describe('an account that is erased', () => {
  it('leaves its orders, whose person, links and owner are gone, and tells the others once', async () => {
    const [phone, accountId] = [newPhone(), newId()]
    const { orderId, number } = await place(phone, accountId)
    await end(orderId)
    const link = await tokenOf(orderId)
    expect((await exportOwnOrders(accountId, undefined)).orders).toHaveLength(1)
    expect(await erase({ accountId, phone })).toEqual({ erased: 1 })
    expect(await erase({ accountId, phone })).toEqual({ erased: 0 })
    const { rows } = await db.admin.query('select * from orders.orders where id = $1', [orderId])
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`Анна|Баумана|55\\.79|\\${phone}`))
    expect(rows[0]).toMatchObject({ account_id: null, address: { city: 'Казань' }, total_minor: 350_000 })
    await expect(showOrder(orderId, anonymous, link)).rejects.toMatchObject({ code: 'not_found' })
    await expect(showOrder(orderId, { role: 'shopper', id: accountId }, undefined)).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(find(number, phone)).rejects.toMatchObject({ code: 'not_found' })
    const events = await database.many(sql`
      select distinct id from outbox where type = 'order.anonymised' and envelope -> 'data' ->> 'orderId' = ${orderId}`)
    expect(events).toHaveLength(1)
    await expect(noteOrder(orderId, 'Анна просила позвонить', 'operator-7')).rejects.toMatchObject({
      code: 'wrong_state',
    })
  })

  it('waits for the end of a guest’s order with its phone too, that it has not adopted yet', async () => {
    const [phone, accountId] = [newPhone(), newId()]
    const { orderId, number } = await place(phone)
    await expect(erase({ accountId, phone })).rejects.toMatchObject({
      code: 'open_orders',
      details: { orders: [number] },
    })
    await end(orderId)
    expect(await erase({ accountId, phone })).toEqual({ erased: 1 })
  })

  it("leaves no note and no operator's words on its orders, and in the audit log what was done, by whom, to which", async () => {
    const [phone, accountId, operatorId] = [newPhone(), newId(), newId()]
    const { orderId } = await place(phone, accountId)
    const other = await place(newPhone(), newId())
    for (const one of [orderId, other.orderId]) await noteOrder(one, 'Анна просила звонить на городской', operatorId)
    const words = { comment: 'Анна передумала' }
    const cancellation = { by: { actor: 'operator', actorId: operatorId }, details: words } as const
    await beginCancelling(orderId, cancellation)
    const mine = await place(phone, accountId)
    const own = { by: { actor: 'shopper', actorId: accountId }, details: { why: 'changed_mind' } } as const
    await beginCancelling(mine.orderId, own)
    expect(await erase({ accountId, phone })).toEqual({ erased: 2 })
    for (const table of ['order_note', 'order_history', 'audit_log', 'orders']) {
      const { rows } = await db.admin.query(`select to_jsonb(one)::text as row from orders.${table} as one`)
      const theirs = rows.filter(({ row }) => row.includes(orderId) || row.includes(mine.orderId))
      expect(JSON.stringify(theirs)).not.toMatch(new RegExp(`Анна|\\${phone}|${accountId}`))
    }
    const history = await db.admin.query(
      'select details from orders.order_history where order_id = any($1) and details is not null order by order_id',
      [[orderId, mine.orderId]],
    )
    expect(history.rows).toEqual([{ details: {} }, { details: { why: 'changed_mind' } }])
    const log = await db.admin.query('select actor_id, action from orders.audit_log where target_id = $1 order by id', [
      orderId,
    ])
    expect(log.rows).toEqual([
      { actor_id: operatorId, action: 'order.note' },
      { actor_id: operatorId, action: 'order.cancel' },
    ])
    const kept = await db.admin.query('select from orders.order_note where order_id = $1', [other.orderId])
    expect(kept.rows).toHaveLength(1)
  })

  it('is not while money is owed for an order that was cancelled: who is to get it back must be known', async () => {
    const [phone, accountId] = [newPhone(), newId()]
    const owed = await place(phone, accountId)
    await markPayment(owed.orderId, 'paid', 'o-1')
    await end(owed.orderId)
    await expect(erase({ accountId, phone })).rejects.toMatchObject({
      code: 'open_orders',
      details: { orders: [owed.number], toRefund: [owed.number] },
    })
    await markPayment(owed.orderId, 'refunded', 'o-1')
    const asGuest = await place(phone)
    await markPayment(asGuest.orderId, 'paid', 'o-1')
    await end(asGuest.orderId)
    await db.admin.query(`update orders.orders set placed_at = now() - interval '200 days' where id = $1`, [
      asGuest.orderId,
    ])
    await expect(erase({ accountId, phone })).rejects.toMatchObject({ details: { toRefund: [asGuest.number] } })
    await markPayment(asGuest.orderId, 'refunded', 'o-1')
    expect(await erase({ accountId, phone })).toEqual({ erased: 2 })
  })

  it('whose number is another’s by now is erased without what was ordered with the number', async () => {
    const [phone, accountId, next] = [newPhone(), newId(), newId()]
    await adopt({ accountId, phone })
    const theirs = await place(phone, accountId)
    await end(theirs.orderId)
    await adopt({ accountId: next, phone })
    const others = await place(phone, next)
    const guests = await place(phone)
    await end(guests.orderId)
    expect(await erase({ accountId })).toEqual({ erased: 1 })
    expect(await idsOf(accountId)).toEqual([])
    expect(await idsOf(next)).toEqual([guests.orderId, others.orderId])
    expect(await place(phone).then(({ orderId }) => idsOf(next).then((ids) => ids.includes(orderId)))).toBe(true)
  })

  it('is not, and nothing of it, while an order is under way', async () => {
    const [phone, accountId] = [newPhone(), newId()]
    const over = await place(phone, accountId)
    await end(over.orderId)
    const open = await place(phone, accountId)
    await expect(erase({ accountId, phone })).rejects.toMatchObject({
      code: 'open_orders',
      details: { orders: [open.number] },
    })
    expect(await idsOf(accountId)).toHaveLength(2)
  })

  it('gets no order any more: one that comes late is a guest’s, and no sign-in brings it back', async () => {
    const [phone, accountId] = [newPhone(), newId()]
    await erase({ accountId, phone })
    await expect(adopt({ accountId, phone })).rejects.toMatchObject({ code: 'wrong_state' })
    await place(phone, accountId)
    expect(await idsOf(accountId)).toEqual([])
  })

  it('goes on being erased whatever was ordered since: that is a guest’s, and the account never comes back', async () => {
    const [phone, accountId] = [newPhone(), newId()]
    await adopt({ accountId, phone })
    const over = await place(phone, accountId)
    await end(over.orderId)
    expect(await erase({ accountId, phone })).toEqual({ erased: 1 })
    // The answer was lost, and whoever is still signed in orders again.
    const late = await place(phone, accountId)
    expect(await erase({ accountId, phone })).toEqual({ erased: 0 })
    const row = () =>
      database.one(sql`select account_id, contact ->> 'phone' as phone from orders where id = ${late.orderId}`)
    expect(await row()).toEqual({ account_id: null, phone })
    const next = newId()
    expect(await adopt({ accountId: next, phone })).toEqual({ adopted: 1 })
    expect(await idsOf(next)).toEqual([late.orderId])
  })

  it('has an order placed at that very moment either under way, which keeps it, or not at all', async () => {
    const rounds = Array.from({ length: 20 }, () => ({ phone: newPhone(), accountId: newId() }))
    for (const { phone, accountId } of rounds) await adopt({ accountId, phone })
    const outcomes = await Promise.all(
      rounds.map(async ({ phone, accountId }) => {
        const [, erased] = await Promise.allSettled([place(phone, accountId), erase({ accountId, phone })])
        return erased.status
      }),
    )
    for (const [index, { accountId }] of rounds.entries())
      expect(await idsOf(accountId)).toHaveLength(outcomes[index] === 'rejected' ? 1 : 0)
  })
})

describe('links', () => {
  it('made before they were revoked are void, and those made after are not', async () => {
    const phone = newPhone()
    const { orderId, number } = await place(phone)
    const old = await tokenOf(orderId)
    await showOrder(orderId, anonymous, old)
    await revoke(orderId, 'o-1')
    const { rows } = await db.admin.query('select actor_id, action from orders.audit_log where target_id = $1', [
      orderId,
    ])
    expect(rows).toEqual([{ actor_id: 'o-1', action: 'order.revoke_links' }])
    await expect(showOrder(orderId, anonymous, old)).rejects.toMatchObject({ code: 'not_found' })
    const { linksFrom } = await find(number, phone)
    await showOrder(orderId, anonymous, await tokenOf(orderId, new Date(linksFrom)))
  })

  it('are found by number and phone, and by no other pair', async () => {
    const phone = newPhone()
    const { orderId, number } = await place(phone)
    const other = await place(newPhone())
    expect(await find(number.replace('-', ' '), phone)).toEqual({ orderId, number, linksFrom: expect.any(String) })
    for (const [wrongNumber, wrongPhone] of [
      [number, newPhone()],
      [other.number, phone],
      ['10001-1', phone],
      ['none', phone],
    ] as const)
      await expect(find(wrongNumber, wrongPhone)).rejects.toMatchObject({ code: 'not_found', details: {} })
  })
})
