import { randomUUID } from 'node:crypto'
import { database } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import { beforeEach, describe, expect, it } from 'vitest'
import { noLimits } from '../../functions/backend/domain/checkout-limits.ts'
import { withBackend } from './support/backend.ts'
import { bodyOf } from './support/client.ts'
import { aCheckout, leasesEnd, World } from './support/world.ts'

let world: World

withBackend()
beforeEach(async () => {
  world = new World()
  world.services.pieces = 1_000
  await database.run(sql`delete from idempotency_keys`)
})

const windowMs = 600_000
const shopper = { role: 'shopper' as const, id: randomUUID() }
const phone = (n: number) => `+7916000${String(n).padStart(4, '0')}`
const contact = (n: number) => ({ contact: { name: 'Анна', phone: phone(n) } })
const limited = { kind: 'problem', code: 'too_many_requests' }

const ordersOf = async (wishes: Parameters<typeof aCheckout>[0][], actor?: typeof shopper) => {
  const seen = []
  for (const wish of wishes) seen.push(await world.order(randomUUID(), aCheckout(wish), [], actor))
  return seen.map((one) => (one.kind === 'answer' ? one.status : one.kind === 'problem' ? one.code : one.kind))
}

describe('the shop lets nobody hold all of its stock: it takes only so many checkouts within ten minutes', () => {
  it('of the guests of one network, whatever carts and phones they say', async () => {
    world.limits = { ...noLimits, windowMs, perClient: 3 }
    world.clientAddress = '2001:db8:1:2::1'
    expect(await ordersOf([1, 2].map(contact))).toEqual([201, 201])
    world.clientAddress = '2001:db8:1:2:ffff::9'
    expect(await ordersOf([3, 4, 5].map(contact))).toEqual([201, 'too_many_requests', 'too_many_requests'])
    world.clientAddress = '2001:db8:1:3::1'
    expect(await ordersOf([contact(6)])).toEqual([201])
    expect(world.services.orders.size).toBe(4)
  })

  it('of an account, wherever it is; those of its network are not its own', async () => {
    world.limits = { ...noLimits, windowMs, perClient: 2 }
    expect(await ordersOf([1, 2, 3].map(contact), shopper)).toEqual([201, 201, 'too_many_requests'])
    world.clientAddress = '203.0.113.99'
    expect(await ordersOf([contact(4)], shopper)).toEqual(['too_many_requests'])
    expect(await ordersOf([contact(5)])).toEqual([201])
  })

  it('with one phone, of the guests of a network', async () => {
    world.limits = { ...noLimits, windowMs, perPhone: 2 }
    expect(await ordersOf([contact(1), contact(1)])).toEqual([201, 201])
    expect(await ordersOf([contact(1), contact(2)])).toEqual(['too_many_requests', 201])
  })

  it('but nobody is kept from ordering by strangers of other networks who say their phone', async () => {
    world.limits = { ...noLimits, windowMs, perPhone: 10, unfinishedPerPhone: 3 }
    const free = { ...contact(1), expectedTotalMinor: 1 }
    expect(await ordersOf(Array.from({ length: 11 }, () => free))).toEqual([
      ...Array(10).fill(409),
      'too_many_requests',
    ])
    world.clientAddress = '198.51.100.2'
    for (let time = 0; time < 3; time++)
      await world.order(randomUUID(), aCheckout(contact(1)), [{ step: 'create', when: 'before', kind: 'crash' }])
    expect(await ordersOf([contact(1)])).toEqual(['too_many_requests'])
    world.clientAddress = '198.51.100.1'
    expect(await ordersOf([contact(1), contact(1)])).toEqual([201, 201])
  })

  it('but whose phone it is, signed in, is not kept from ordering by strangers who say it', async () => {
    world.limits = { ...noLimits, windowMs, perPhone: 2 }
    const id = randomUUID()
    await database.run(sql`insert into accounts (id, phone, language) values (${id}, ${phone(1)}, 'ru')`)
    expect(await ordersOf([1, 1, 1].map(contact))).toEqual([201, 201, 'too_many_requests'])
    expect(await ordersOf([1, 1, 1].map(contact), shopper)).toEqual([201, 201, 'too_many_requests'])
    expect(await ordersOf([1, 1, 1].map(contact), { role: 'shopper', id })).toEqual([201, 201, 201])
  })

  it('of one cart', async () => {
    world.limits = { ...noLimits, windowMs, perCart: 2 }
    const cartId = randomUUID()
    expect(await ordersOf([1, 2, 3].map((n) => ({ cartId, ...contact(n) })))).toEqual([201, 201, 'too_many_requests'])
  })

  it('with one phone that are begun and not ended, for each may hold goods', async () => {
    world.limits = { ...noLimits, windowMs, unfinishedPerPhone: 2 }
    const crash = () => [{ step: 'create' as const, when: 'before' as const, kind: 'crash' as const }]
    const left = [randomUUID(), randomUUID()].map((key) => ({ key, body: aCheckout(contact(1)) }))
    for (const { key, body } of left) expect(await world.order(key, body, crash())).toEqual({ kind: 'nothing' })
    expect(await ordersOf([contact(1), contact(2)])).toEqual(['too_many_requests', 201])
    await leasesEnd()
    for (const { key, body } of left) expect(await world.order(key, body)).toMatchObject({ status: 201 })
    expect(await ordersOf([contact(1)])).toEqual([201])
  })

  it('but those that only wait for another of their cart hold none, and use up nothing', async () => {
    world.limits = { ...noLimits, windowMs, unfinishedPerPhone: 2 }
    const body = aCheckout(contact(1))
    await world.order(randomUUID(), body, [{ step: 'create', when: 'before', kind: 'crash' }])
    const waiting = ['1', '2', '3'].map((comment) => ({ key: randomUUID(), body: { ...body, comment } }))
    for (const { key, body } of waiting) expect(await world.order(key, body)).toMatchObject({ code: 'in_progress' })
    expect(await ordersOf([contact(1)])).toEqual([201])
    await leasesEnd()
    const [{ key, body: first }] = waiting as [(typeof waiting)[number]]
    expect(await world.order(key, first)).toMatchObject({ status: 201 })
  })
})

describe('who ordered too often', () => {
  beforeEach(() => {
    world.limits = { ...noLimits, windowMs, perClient: 2, perPhone: 2 }
  })

  it('is told when to come again, and is served then', async () => {
    await ordersOf([contact(1), contact(2)])
    await database.run(sql`update idempotency_keys set created_at = created_at - interval '9 minutes'`)
    const key = randomUUID()
    const seen = await world.order(key, aCheckout(contact(3)))
    expect(seen).toMatchObject(limited)
    expect(seen.kind === 'problem' && seen.retryAfterSeconds).toSatisfy((seconds) => seconds > 50 && seconds <= 60)
    await database.run(sql`update idempotency_keys set created_at = created_at - interval '1 minute'`)
    expect(await world.order(key, aCheckout(contact(3)))).toMatchObject({ status: 201 })
  })

  it('gets the answers to what they ordered before, and what is unfinished goes on', async () => {
    const [first, second] = [randomUUID(), randomUUID()]
    const [done, crashed] = [aCheckout(contact(1)), aCheckout(contact(2))]
    const answer = await world.order(first, done)
    await world.order(second, crashed, [{ step: 'reserve', when: 'before', kind: 'crash' }])
    await leasesEnd()
    expect(await world.order(randomUUID(), aCheckout(contact(3)))).toMatchObject(limited)
    expect(await world.order(first, done)).toEqual({ ...answer, replayed: true })
    expect(await world.order(first, { ...done, slotId: 'evening' })).toMatchObject({ code: 'key_reused' })
    expect(await world.order(second, crashed)).toMatchObject({ status: 201 })
  })

  it('has kept nothing by it: neither goods nor the key', async () => {
    await ordersOf([contact(1), contact(2), contact(3)])
    expect(world.services.reserved.size).toBe(2)
    const { keys } = await database.one<{ keys: number }>(sql`select count(*) as keys from idempotency_keys`)
    expect(keys).toBe(2)
  })
})

describe('a form that a program filled in', () => {
  it('is answered as those are who order too often, stores nothing, and may come again without the field', async () => {
    const key = randomUUID()
    const body = aCheckout()
    expect(await world.order(key, { ...body, website: 'https://spam.example' } as typeof body)).toEqual({
      ...limited,
      retryAfterSeconds: 30,
    })
    const { keys } = await database.one<{ keys: number }>(sql`select count(*) as keys from idempotency_keys`)
    expect([keys, world.services.reserved.size, world.services.held.size]).toEqual([0, 0, 0])
    const answer = await world.order(key, { ...body, website: '' } as typeof body)
    expect(bodyOf(answer)).toMatchObject({ status: 'placed' })
    expect(await world.order(key, body)).toEqual({ ...answer, replayed: true })
  })
})
