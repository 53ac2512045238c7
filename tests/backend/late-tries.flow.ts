import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { KeyOfTry } from '../../functions/backend/domain/checkout-services.ts'
import { withBackend } from './support/backend.ts'
import { bodyOf, expectNothingLeft } from './support/client.ts'
import { aCheckout, keyRow, leasesEnd, World } from './support/world.ts'

let world: World

withBackend()
beforeEach(() => {
  world = new World()
})

describe('a try that was thought dead and wakes up', () => {
  /** Services where one step waits until it is let go on. */
  const pausedAt = (step: 'create' | 'releaseSlot' | 'abandon') => {
    const goOn = Promise.withResolvers<void>()
    const reached = Promise.withResolvers<void>()
    const runtime = world.runtime()
    return {
      reached: reached.promise,
      goOn: () => goOn.resolve(),
      runtime: {
        ...runtime,
        connect: (ownKey: KeyOfTry) => {
          const services = runtime.connect(ownKey)
          const call = services[step] as (...args: unknown[]) => Promise<never>
          const paused = async (...args: unknown[]) => {
            reached.resolve()
            await goOn.promise
            return call(...args)
          }
          return { ...services, [step]: paused }
        },
      },
    }
  }

  it('creates nothing: its id was abandoned, and the later try has the order', async () => {
    const [key, body] = [randomUUID(), aCheckout()]
    const paused = pausedAt('create')
    const late = world.orderWith(paused.runtime, key, body)
    await paused.reached
    await leasesEnd()
    const seen = await world.order(key, body)
    paused.goOn()
    expect(seen).toMatchObject({ status: 201 })
    expect(await late).toMatchObject({ kind: 'problem', code: 'unavailable' })
    expect(await world.order(key, body)).toEqual({ ...seen, replayed: true })
    expect(world.services.orders.size).toBe(1)
    expectNothingLeft(world)
  })

  it('does not put its refusal over the answer of the later one, and tells its client that one', async () => {
    const [key, body] = [randomUUID(), aCheckout()]
    world.services.pieces = 0
    const paused = pausedAt('releaseSlot')
    const late = world.orderWith(paused.runtime, key, body)
    await paused.reached
    await leasesEnd()
    world.services.pieces = 5
    const seen = await world.order(key, body)
    paused.goOn()
    expect(seen).toMatchObject({ status: 201 })
    expect(await late).toEqual({ ...seen, replayed: true })
    expect(await world.order(key, body)).toEqual({ ...seen, replayed: true })
    expectNothingLeft(world)
  })

  it('takes no new order id for a key that is no longer its own', async () => {
    const [key, body] = [randomUUID(), aCheckout()]
    await world.order(key, body, [{ step: 'reserve', when: 'before', kind: 'crash' }])
    await leasesEnd()
    const paused = pausedAt('abandon')
    const late = world.orderWith(paused.runtime, key, body)
    await paused.reached
    await leasesEnd()
    const seen = await world.order(key, body)
    paused.goOn()
    expect(await late).toEqual({ ...seen, replayed: true })
    expect((await keyRow(key)).orderId).toBe(bodyOf(seen).orderId)
    expect(world.services.orders.size).toBe(1)
    expectNothingLeft(world)
  })

  it('does not let go of a key that is no longer its own', async () => {
    const [key, body] = [randomUUID(), aCheckout()]
    const paused = pausedAt('create')
    const late = world.orderWith(paused.runtime, key, body)
    await paused.reached
    await leasesEnd()
    await world.order(key, body, [{ step: 'create', when: 'before', kind: 'crash' }])
    paused.goOn()
    expect(await late).toMatchObject({ code: 'unavailable' })
    expect(await keyRow(key)).toMatchObject({ point: 'started', attempt: 2 })
  })
})
