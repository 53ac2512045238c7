import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { withBackend } from './support/backend.ts'
import { bodyOf, expectNothingLeft } from './support/client.ts'
import type { Fault } from './support/faults.ts'
import { aCheckout, leasesEnd, World } from './support/world.ts'

let world: World

withBackend()
beforeEach(() => {
  world = new World()
})

const shopper = { role: 'shopper' as const, id: randomUUID() }
const lost = (step: Fault['step'], when: Fault['when']): Fault[] =>
  Array.from({ length: 3 }, () => ({ step, when, kind: 'lost' }))

// A page that doesn't know what became of an order sends it again, and the shopper may have signed in or out meanwhile.
describe('a shopper who signs in between two tries', () => {
  it('makes one order of both, and gets the answer that the guest was to have', async () => {
    const [key, body] = [randomUUID(), aCheckout()]
    const answer = await world.order(key, body)
    expect(await world.order(key, body, [], shopper)).toEqual({ ...answer, replayed: true })
    expect(world.services.orders.size).toBe(1)
  })

  it('owns the order that only the second try placed', async () => {
    const [key, body] = [randomUUID(), aCheckout()]
    await world.order(key, body, lost('create', 'before'))
    const seen = await world.order(key, body, [], shopper)
    expect(world.services.ownerOf(bodyOf(seen).orderId)).toEqual({ accountId: shopper.id, cartId: body.cartId })
    expectNothingLeft(world)
  })

  it('owns it too where the shop finishes what crashed under the account', async () => {
    const [key, body] = [randomUUID(), aCheckout()]
    await world.order(key, body, [{ step: 'reserve', when: 'before', kind: 'crash' }])
    await leasesEnd()
    await world.order(key, body, [{ step: 'create', when: 'before', kind: 'crash' }], shopper)
    await leasesEnd()
    expect(await world.resume()).toBe(1)
    const seen = await world.order(key, body, [], shopper)
    expect(world.services.ownerOf(bodyOf(seen).orderId)?.accountId).toBe(shopper.id)
  })

  it('is not refused the last pieces for what they themselves hold as a guest', async () => {
    world.services.pieces = 2
    const body = aCheckout()
    await world.order(randomUUID(), body, lost('create', 'before'))
    expect(world.services.stray).toBe(2)
    expect(await world.order(randomUUID(), { ...body, comment: 'now signed in' }, [], shopper)).toMatchObject({
      status: 201,
    })
    expectNothingLeft(world)
  })

  it('is told of the order that their try as a guest has become, however it is worded now', async () => {
    const body = aCheckout()
    await world.order(randomUUID(), body, lost('create', 'after'))
    const seen = await world.order(randomUUID(), { ...body, comment: 'now signed in' }, [], shopper)
    expect(bodyOf(seen).code).toBe('already_ordered')
    expect(world.services.orders.size).toBe(1)
  })
})

it('a shopper who signs out between two tries makes one order of both', async () => {
  const [key, body] = [randomUUID(), aCheckout()]
  const answer = await world.order(key, body, [], shopper)
  expect(await world.order(key, body)).toEqual({ ...answer, replayed: true })
  expect(world.services.orders.size).toBe(1)
})
