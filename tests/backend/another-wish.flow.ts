import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CheckoutServices } from '../../functions/backend/domain/checkout-services.ts'
import { withBackend } from './support/backend.ts'
import { bodyOf, expectNothingLeft } from './support/client.ts'
import type { Fault } from './support/faults.ts'
import { aCheckout, leasesEnd, World } from './support/world.ts'

let world: World

withBackend()
beforeEach(() => {
  world = new World()
})

const lost = (step: Fault['step'], when: Fault['when']): Fault[] =>
  Array.from({ length: 3 }, () => ({ step, when, kind: 'lost' }))

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
    expect(bodyOf(await world.order(key, body)).code).toBe('out_of_stock')
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

  it('takes the place of one that crashed: nobody finishes that beside it', async () => {
    world.services.pieces = 2
    const [cart, key] = [aCheckout(), randomUUID()]
    const crash: Fault[] = [{ step: 'create', when: 'before', kind: 'crash' }]
    expect(await world.order(key, cart, crash)).toEqual({ kind: 'nothing' })
    await leasesEnd()
    expect(await world.order(randomUUID(), { ...cart, comment: 'by noon' })).toMatchObject({ status: 201 })
    expect(await world.resume()).toBe(0)
    expect(world.services.orders.size).toBe(1)
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
      connect: (renew: CheckoutServices['renewOrderId']): CheckoutServices => {
        const services = runtime.connect(renew)
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
