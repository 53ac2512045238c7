import { applyEvent } from '@korob/platform/consumer'
import { database } from '@korob/platform/database'
import { newId } from '@korob/platform/ids'
import { sql } from '@korob/platform/sql'
import { signTrackingToken, trackingLifetimeMs, trackingUrl } from '@korob/platform/tracking-token'
import { beforeAll, describe, expect, it } from 'vitest'
import { erase, find, revoke } from '../../functions/orders/actions/owners.ts'
import { showLinks } from '../../functions/orders/actions/show-links.ts'
import { showOrder } from '../../functions/orders/actions/show-order.ts'
import { takeOrder } from '../../functions/orders/actions/take-order.ts'
import { create } from '../../functions/orders/contract.ts'
import { subscriptions } from '../../functions/orders/handlers/on-delivery.ts'
import { forgetOldLinks } from '../../functions/orders/store/order-links.ts'
import { newPhone } from '../support/shopper.ts'
import { withService } from '../support/with-service.ts'
import { anOrder, deliveryNews } from './support/orders.ts'

withService('orders')
beforeAll(() => {
  process.env.PUBLIC_URL = 'https://shop.example'
})

const operator = newId()
const place = async (phone = newPhone()) => {
  const { orderId, number } = await takeOrder(create.input.parse(anOrder({ contact: { name: 'Анна', phone } })))
  return { orderId, number, phone }
}
const second = (instant: Date | string): string => new Date(Math.floor(+new Date(instant) / 1000) * 1000).toISOString()
const tokenOf = (orderId: string, madeAt: Date) =>
  signTrackingToken(orderId, new Date(madeAt.getTime() + trackingLifetimeMs))

/** Hears from delivery, of an order that is ready for it, that a courier has it; the text has a link of that time. */
const hearOfText = async (orderId: string, madeAt: Date, sequence = 1) => {
  await database.run(sql`update orders set status = 'confirmed' where id = ${orderId} and status = 'placed'`)
  const event = deliveryNews(orderId).assigned(sequence)
  const link = trackingUrl(await tokenOf(orderId, madeAt))
  await applyEvent('orders.delivery', subscriptions, {
    ...event,
    data: { ...(event.data as object), trackingUrl: link },
  })
  return event
}
const shown = async (of: Parameters<typeof showLinks>[0], now?: Date) => (await showLinks(of, now)).links

describe('the links of an order', () => {
  it('are told with when and why they were made and when they end, and never themselves', async () => {
    const { orderId, number, phone } = await place()
    // Of one second there is one link.
    await database.run(sql`update orders set placed_at = now() - interval '1 minute' where id = ${orderId}`)
    const textedAt = new Date(Date.now() + 2_000)
    await hearOfText(orderId, textedAt)
    await hearOfText(orderId, textedAt, 2)
    const { linksFrom } = await find(number, phone)
    const links = await shown({ orderId })
    expect(links.map(({ source, state }) => `${source} ${state}`).sort()).toEqual([
      'lookup live',
      'order live',
      'text live',
    ])
    expect(links.find(({ source }) => source === 'text')).toEqual({
      orderId,
      number,
      issuedAt: second(textedAt),
      expiresAt: second((textedAt.getTime() + trackingLifetimeMs) as unknown as string),
      source: 'text',
      state: 'live',
      revokedAt: null,
    })
    const answer = JSON.stringify(links)
    for (const at of [textedAt, new Date(linksFrom)]) expect(answer).not.toContain(await tokenOf(orderId, at))
    const { kept } = await database.one<{ kept: string }>(sql`
      select coalesce(string_agg(order_links::text, ' '), '') as kept from order_links where order_id = ${orderId}`)
    expect(kept).not.toMatch(/[\w-]{44}/)
  })

  it('are revoked as their bearers are refused, each since it first was; those made later live', async () => {
    const { orderId, number, phone } = await place()
    // The second in which it was placed is over: a link of now is another than that one.
    const early = new Date(Date.now() - 5_000)
    await database.run(sql`update orders set placed_at = ${early} where id = ${orderId}`)
    const first = await revoke(orderId, operator)
    const { linksFrom } = await find(number, phone)
    const madeLater = new Date(linksFrom)
    const states = async () =>
      (await shown({ orderId })).map(({ source, state, revokedAt }) => [source, state, revokedAt])
    expect(await states()).toEqual([
      ['lookup', 'live', null],
      ['order', 'revoked', first.revokedAt],
    ])
    const read = (madeAt: Date) =>
      tokenOf(orderId, madeAt).then((token) => showOrder(orderId, { role: 'anonymous' }, token))
    await expect(read(early)).rejects.toMatchObject({ code: 'not_found' })
    expect(await read(madeLater)).toMatchObject({ orderId })
    await database.run(sql`update order_links set issued_at = issued_at - interval '2 seconds' where source = 'lookup'`)
    const again = await revoke(orderId, operator)
    expect(await states()).toEqual([
      ['lookup', 'revoked', again.revokedAt],
      ['order', 'revoked', first.revokedAt],
    ])
    // News that was on its way when they were revoked.
    await hearOfText(orderId, new Date(Date.now() - 3_000))
    expect((await states()).find(([source]) => source === 'text')?.[1]).toBe('revoked')
  })

  it('have ended after 60 days, and are forgotten half a year after they were made', async () => {
    const { orderId, number, phone } = await place()
    await find(number, phone)
    const later = new Date(Date.now() + trackingLifetimeMs + 10_000)
    expect(new Set((await shown({ orderId }, later)).map(({ state }) => state))).toEqual(new Set(['expired']))
    await database.run(
      sql`update order_links set issued_at = issued_at - interval '181 days' where order_id = ${orderId}`,
    )
    await forgetOldLinks()
    expect((await shown({ orderId })).map(({ source }) => source)).toEqual(['order'])
  })

  it('are told of all orders of a phone, and of none that was forgotten', async () => {
    const phone = newPhone()
    const orders = [await place(phone), await place(phone)]
    await place()
    const numbers = (await shown({ phone })).map(({ number }) => number)
    expect(numbers.sort()).toEqual(orders.map(({ number }) => number).sort())
    const [first] = orders
    await database.run(sql`
      update orders set status = 'cancelled', cancel_reason = 'shopper' where contact ->> 'phone' = ${phone}`)
    await erase({ accountId: newId(), phone })
    expect(await shown({ phone })).toEqual([])
    expect((await shown({ orderId: first!.orderId })).map(({ state, revokedAt }) => [state, revokedAt])).toEqual([
      ['revoked', null],
    ])
  })

  it('of no order are none', async () => {
    expect(await shown({ orderId: newId() })).toEqual([])
  })

  it('are as many as were made, however many look the order up while others revoke', async () => {
    const { orderId, number, phone } = await place()
    await database.run(sql`update orders set placed_at = now() - interval '1 minute' where id = ${orderId}`)
    const [made] = await Promise.all([
      Promise.all(Array.from({ length: 8 }, () => find(number, phone))),
      ...Array.from({ length: 4 }, () => revoke(orderId, operator)),
    ])
    const links = await shown({ orderId })
    expect(new Set(links.map(({ issuedAt }) => issuedAt))).toEqual(
      new Set([...made.map(({ linksFrom }) => second(linksFrom)), links.at(-1)?.issuedAt]),
    )
    for (const { issuedAt, state } of links) {
      const token = await tokenOf(orderId, new Date(issuedAt))
      const works = await showOrder(orderId, { role: 'anonymous' }, token).then(
        () => true,
        () => false,
      )
      expect(works).toBe(state === 'live')
    }
  })
})
