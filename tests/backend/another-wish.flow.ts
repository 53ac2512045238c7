import { randomUUID } from 'node:crypto'
import { database, type Transaction, transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { CheckoutServices, KeyOfTry } from '../../functions/backend/domain/checkout-services.ts'
import { withBackend } from './support/backend.ts'
import { bodyOf, expectNothingLeft, orderUntilAnswered } from './support/client.ts'
import type { Fault } from './support/faults.ts'
import { aCheckout, keyRow, leasesEnd, World } from './support/world.ts'

let world: World

withBackend()
beforeEach(() => {
  world = new World()
})

const somebodyWaitsFor = async (tx: Transaction): Promise<boolean> => {
  const { waits } = await tx.one<{ waits: boolean }>(sql`
    select exists (select from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))) as waits`)
  return waits
}

const lost = (step: Fault['step'], when: Fault['when']): Fault[] =>
  Array.from({ length: 3 }, () => ({ step, when, kind: 'lost' }))

// A retry that a failed try has made impossible for ever: https://github.com/medusajs/medusa/issues/12184.
describe('after "try again", the same cart with another wish', () => {
  const body = aCheckout()
  const changed = { ...body, comment: 'the blue one, please' }

  it('is an order of its own where the first came to nothing, though it holds the last pieces', async () => {
    world.services.pieces = 2
    const key = randomUUID()
    expect(await world.order(key, body, lost('create', 'before'))).toMatchObject({ code: 'unavailable' })
    expect(world.services.stray).toBe(2)
    expect(await world.order(randomUUID(), changed)).toMatchObject({ status: 201 })
    expectNothingLeft(world)
    expect(bodyOf(await world.order(key, body)).code).toBe('already_ordered')
    expect(world.services.orders.size).toBe(1)
  })

  it('is told of the order that the first has become', async () => {
    const cart = aCheckout()
    const [first, second] = [randomUUID(), randomUUID()]
    expect(await world.order(first, cart, lost('create', 'after'))).toMatchObject({ code: 'unavailable' })
    const seen = await world.order(second, { ...cart, comment: 'quickly' })
    const [orderId] = [...world.services.orders.keys()]
    expect(seen).toMatchObject({ status: 409 })
    expect(bodyOf(seen)).toMatchObject({ code: 'already_ordered', order: { orderId } })
    expect(bodyOf(await world.order(first, cart)).orderId).toBe(orderId)
    expect(await world.order(second, { ...cart, comment: 'quickly' })).toEqual({ ...seen, replayed: true })
    expect(world.services.orders.size).toBe(1)
    expectNothingLeft(world)
  })

  const crash = (when: Fault['when'] = 'before'): Fault[] => [{ step: 'create', when, kind: 'crash' }]

  it('takes the place of one that crashed and whose lease is over: nobody finishes that beside it', async () => {
    const [cart, key] = [aCheckout(), randomUUID()]
    expect(await world.order(key, cart, crash())).toEqual({ kind: 'nothing' })
    await leasesEnd()
    expect(await world.order(randomUUID(), { ...cart, comment: 'by noon' })).toMatchObject({ status: 201 })
    await leasesEnd()
    expect(await world.resume()).toBe(0)
    expect(world.services.orders.size).toBe(1)
    expectNothingLeft(world)
  })

  // A shopper who reloads the page while it orders, changes something and presses again: one order, and they are told which.
  it.each([
    ['before', 'an order of its own'],
    ['after', 'told of that order'],
  ] as const)('waits while the lease of one that crashed %s its order runs, and is %s', async (when, _what) => {
    const [cart, key, first] = [aCheckout(), randomUUID(), randomUUID()]
    const changed = { ...cart, comment: 'by noon' }
    expect(await world.order(first, cart, crash(when))).toEqual({ kind: 'nothing' })
    for (let time = 0; time < 2; time++)
      expect(await world.order(key, changed)).toEqual({ kind: 'problem', code: 'in_progress', retryAfterSeconds: 3 })
    expect(await world.resume()).toBe(0)
    await leasesEnd()
    const seen = await world.order(key, changed)
    if (when === 'before') expect(seen).toMatchObject({ status: 201 })
    else {
      const order = { orderId: [...world.services.orders.keys()][0] }
      expect(bodyOf(seen)).toMatchObject({ code: 'already_ordered', order })
      expect(bodyOf(await world.order(first, cart))).toMatchObject(order)
    }
    expect(await world.order(key, changed)).toEqual({ ...seen, replayed: true })
    expect(world.services.orders.size).toBe(1)
    expectNothingLeft(world)
  })

  it('that is sent at the very same time is the same wish: one is an order, and the others are told of it', async () => {
    world.services.pieces = 1_000
    for (let round = 0; round < 10; round++) {
      const cart = aCheckout()
      const wishes = [1, 2, 3].map((n) => ({ key: randomUUID(), body: { ...cart, comment: `${n}` } }))
      const before = world.services.orders.size
      const first = await Promise.all(wishes.map(({ key, body }) => world.order(key, body)))
      // One may come when another has ended: two wishes, one after the other.
      const apart = first.filter((seen) => seen.kind === 'answer' && seen.status === 201).length
      const last = await Promise.all(wishes.map(({ key, body }) => orderUntilAnswered(world, body, [], key)))
      const placed = last.filter((seen) => seen.kind === 'answer' && seen.status === 201)
      expect(placed).toHaveLength(apart)
      expect(last.filter((seen) => bodyOf(seen).code === 'already_ordered')).toHaveLength(3 - apart)
      expect(world.services.orders.size - before).toBe(apart)
    }
  })

  it('is told of the order that another of its keys became meanwhile, and a new one after that is an order', async () => {
    world.services.pieces = 1_000
    const [cart, early, late] = [aCheckout(), randomUUID(), randomUUID()]
    expect(await world.order(early, cart, lost('create', 'before'))).toMatchObject({ code: 'unavailable' })
    expect(await world.order(late, { ...cart, comment: 'by noon' })).toMatchObject({ status: 201 })
    expect(bodyOf(await world.order(early, cart)).code).toBe('already_ordered')
    expect(await world.order(randomUUID(), cart)).toMatchObject({ status: 201 })
    expect(world.services.orders.size).toBe(2)
    expectNothingLeft(world)
  })

  const askInstead = (key: string, wish: typeof body, insteadOf: string[], fault: Fault[] = []) =>
    world.orderWith(world.runtime(fault), key, wish, { role: 'anonymous' }, insteadOf)

  it('in the place of several is told of the order that one became, though the one between never arrived', async () => {
    const [cart, first, between] = [aCheckout(), randomUUID(), randomUUID()]
    const placed = bodyOf(await world.order(first, cart))
    const seen = await askInstead(randomUUID(), { ...cart, comment: '3' }, [first, between])
    expect(bodyOf(seen)).toMatchObject({ code: 'already_ordered', order: { orderId: placed.orderId } })
    expect(world.services.orders.size).toBe(1)
  })

  it('is an order, and those whose place it took are told of it when they come late', async () => {
    world.services.pieces = 1_000
    const [cart, first, second, third] = [aCheckout(), randomUUID(), randomUUID(), randomUUID()]
    const outdated = { ...cart, comment: '2', expectedTotalMinor: 1 }
    expect(bodyOf(await askInstead(second, outdated, [first])).code).toBe('price_changed')
    const placed = bodyOf(await askInstead(third, { ...cart, comment: '3' }, [first]))
    const fourth = () => askInstead(randomUUID(), { ...cart, comment: '4' }, [first, third])
    for (const seen of [await world.order(first, cart), await fourth()])
      expect(bodyOf(seen)).toMatchObject({ code: 'already_ordered', order: { orderId: placed.orderId } })
    expect(world.services.orders.size).toBe(1)
    // Whoever names none of them has another.
    expect(await world.order(randomUUID(), cart)).toMatchObject({ status: 201 })
    expectNothingLeft(world)
  })

  it('keeps its row small, however many keys its client names', async () => {
    world.services.pieces = 1_000
    const cart = aCheckout()
    let keys: string[] = []
    for (let round = 0; round < 6; round++) {
      const key = randomUUID()
      const named = [...Array.from({ length: 15 }, () => randomUUID()), ...keys.slice(-1)]
      expect(await askInstead(key, { ...cart, comment: `${round}`, expectedTotalMinor: 1 }, named)).toMatchObject({
        status: 409,
      })
      keys = [...keys, key]
    }
    const { most } = await database.one<{ most: number }>(sql`
      select max(cardinality(behind)) as most from idempotency_keys where scope = ${`cart:${cart.cartId}`}`)
    expect(most).toBe(64)
  })

  it('in the place of one whose answer never came is told of the order that it had become, also by way of others', async () => {
    world.services.pieces = 1_000
    const [cart, first, second, third] = [aCheckout(), randomUUID(), randomUUID(), randomUUID()]
    const placed = bodyOf(await world.order(first, cart))
    const ask = (key: string, comment: string, insteadOf?: string, fault: Fault[] = []) =>
      askInstead(key, { ...cart, comment }, insteadOf ? [insteadOf] : [], fault)
    expect(await ask(second, '2', first, lost('abandon', 'before'))).toMatchObject({ code: 'unavailable' })
    for (const seen of [await ask(third, '3', second), await ask(second, '2', first)])
      expect(bodyOf(seen)).toMatchObject({ code: 'already_ordered', order: { orderId: placed.orderId } })
    // Told of it, whoever wants another has one.
    expect(await ask(randomUUID(), '3')).toMatchObject({ status: 201 })
    // What came to nothing, or never arrived, is no order.
    const refused = randomUUID()
    await world.order(refused, { ...cart, expectedTotalMinor: 1 })
    expect(await ask(randomUUID(), '4', refused)).toMatchObject({ status: 201 })
    expect(await ask(randomUUID(), '5', randomUUID())).toMatchObject({ status: 201 })
    expectNothingLeft(world)
  })

  it('and the completer never work on one cart at once', async () => {
    world.services.pieces = 1_000
    for (let round = 0; round < 10; round++) {
      const [cart, key] = [aCheckout(), randomUUID()]
      const before = world.services.orders.size
      await world.order(randomUUID(), cart, crash())
      await leasesEnd()
      const changed = { ...cart, comment: 'by noon' }
      await Promise.all([world.resume(), world.order(key, changed)])
      const seen = await orderUntilAnswered(world, changed, [], key)
      // Begun after the completer had ended, it is another wish.
      const isSecond = seen.kind === 'answer' && seen.status === 201 && world.services.orders.size - before === 2
      if (!isSecond) expect(world.services.orders.size - before).toBe(1)
    }
    expectNothingLeft(world)
  })

  it('and again the first, keeps its cart busy: the completer goes on with other carts', async () => {
    world.services.pieces = 1_000
    const [busy, other, earlier, later] = [aCheckout(), aCheckout(), randomUUID(), randomUUID()]
    await world.order(earlier, busy, crash())
    await leasesEnd()
    await world.order(later, { ...busy, comment: 'by noon' }, crash())
    await world.order(randomUUID(), other, crash())
    await leasesEnd()
    expect(await world.order(earlier, busy, crash())).toEqual({ kind: 'nothing' })
    expect(await world.resume()).toBe(1)
    expect([...world.services.owners.values()]).toMatchObject([{ cartId: other.cartId }])
    await leasesEnd()
    expect(await world.resume()).toBe(1)
    expect((await keyRow(later)).status).toBe(201)
    expectNothingLeft(world)
  })

  it('and another run takes what the completer was about to: it goes on with the next', async () => {
    world.services.pieces = 1_000
    const [first, second] = [randomUUID(), randomUUID()]
    for (const key of [first, second]) await world.order(key, aCheckout(), crash())
    await leasesEnd()
    const [run] = await transaction(async (tx) => {
      await tx.run(sql`update idempotency_keys set locked_until = now() + interval '1 minute' where key = ${first}`)
      const resumed = world.resume()
      await vi.waitFor(async () => expect(await somebodyWaitsFor(tx)).toBe(true), { timeout: 20_000 })
      return [resumed]
    })
    expect(await run).toBe(1)
    expect((await keyRow(second)).status).toBe(201)
    expect((await keyRow(first)).status).toBeNull()
    await leasesEnd()
    expect(await world.resume()).toBe(1)
  })

  it('leaves to the completer what crashed, when an older key is only replayed', async () => {
    const [cart, first, second] = [aCheckout(), randomUUID(), randomUUID()]
    const seen = await world.order(first, cart)
    expect(await world.order(second, { ...cart, comment: 'once more' }, crash())).toEqual({ kind: 'nothing' })
    await leasesEnd()
    expect(await world.order(first, cart)).toEqual({ ...seen, replayed: true })
    expect(await world.resume()).toBe(1)
    expect(world.services.orders.size).toBe(2)
  })

  it('sees to each that was left undecided once, and to an order that it found not again', async () => {
    const cart = aCheckout()
    await world.order(randomUUID(), cart, lost('create', 'before'))
    expect(await world.order(randomUUID(), { ...cart, comment: '1' })).toMatchObject({ status: 201 })
    const abandoned = world.services.abandoned.size
    await world.order(randomUUID(), { ...cart, comment: '2' }, lost('create', 'after'))
    expect(world.services.abandoned.size).toBe(abandoned)
    expect(bodyOf(await world.order(randomUUID(), { ...cart, comment: '3' })).code).toBe('already_ordered')
    world.services.pieces = 100
    expect(await world.order(randomUUID(), { ...cart, comment: '3' })).toMatchObject({ status: 201 })
  })

  it('is asked for at the same time as many that crashed, and none is lost to a deadlock', async () => {
    world.services.pieces = 1_000
    const carts = Array.from({ length: 8 }, () => aCheckout())
    const wishes = carts.flatMap((cart) =>
      Array.from({ length: 4 }, (_, n) => ({ key: randomUUID(), body: { ...cart, comment: `${n}` } })),
    )
    for (const { key, body } of wishes) await world.order(key, body, crash())
    await leasesEnd()
    // As clients that are told to come again.
    const ask = async ({ key, body }: (typeof wishes)[number]): Promise<void> => {
      if ((await world.order(key, body)).kind !== 'answer') await ask({ key, body })
    }
    await Promise.all(wishes.map(ask))
    expect(world.services.orders.size).toBe(carts.length)
    expectNothingLeft(world)
  })

  // A shopper refused for what they themselves hold: https://github.com/woocommerce/woocommerce/issues/67354.
  it.each([
    ['the goods', 'releaseStock'],
    ['the place', 'releaseSlot'],
  ] as const)('has what a refused one holds, when the release of %s had no answer', async (_what, release) => {
    world.services.pieces = 2
    world.services.places = 1
    const cart = aCheckout()
    const outdated = { ...cart, expectedTotalMinor: 1 }
    expect(bodyOf(await world.order(randomUUID(), outdated, lost(release, 'before'))).code).toBe('price_changed')
    expect(world.services.stray + world.services.held.size).toBeGreaterThan(0)
    expect(await world.order(randomUUID(), cart)).toMatchObject({ status: 201 })
    expectNothingLeft(world)
    // Once released, it is nobody's business any more.
    const { size } = world.services.abandoned
    expect(bodyOf(await world.order(randomUUID(), { ...cart, comment: 'more' })).code).toBe('out_of_stock')
    expect(world.services.abandoned.size).toBe(size)
  })

  it('has the place of one that was settled while delivery was away', async () => {
    world.services.places = 1
    const cart = aCheckout()
    expect(await world.order(randomUUID(), cart, lost('create', 'before'))).toMatchObject({ code: 'unavailable' })
    const faults = lost('releaseSlot', 'before').slice(0, 1)
    const seen = await world.order(randomUUID(), { ...cart, comment: 'by noon' }, faults)
    expect(seen).toMatchObject({ status: 201 })
    expect(bodyOf(seen).slot.state).toBe('held')
    expectNothingLeft(world)
  })

  it('leaves alone what another cart has undecided', async () => {
    world.services.pieces = 2
    expect(await world.order(randomUUID(), aCheckout(), lost('create', 'before'))).toMatchObject({
      code: 'unavailable',
    })
    expect(bodyOf(await world.order(randomUUID(), aCheckout())).code).toBe('out_of_stock')
    expect(world.services.abandoned.size).toBe(0)
  })
})

describe('a reserve without an answer that lands after the refusal', () => {
  it('keeps nothing', async () => {
    const runtime = world.runtime()
    let land = (): Promise<unknown> => Promise.resolve()
    const late = {
      ...runtime,
      connect: (key: KeyOfTry): CheckoutServices => {
        const services = runtime.connect(key)
        let calls = 0
        const reserve: CheckoutServices['reserve'] = async (...input) => {
          if (calls++ > 0) return services.reserve(...input)
          land = () => services.reserve(...input)
          return { kind: 'unknown', reason: 'late' }
        }
        return { ...services, reserve }
      },
    }
    world.services.pieces = 0
    expect(bodyOf(await world.orderWith(late, randomUUID(), aCheckout())).code).toBe('out_of_stock')
    world.services.pieces = 5
    await land()
    expectNothingLeft(world)
  })
})
