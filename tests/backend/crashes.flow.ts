import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { withBackend } from './support/backend.ts'
import { bodyOf, expectNothingLeft, orderUntilAnswered } from './support/client.ts'
import type { Fault } from './support/faults.ts'
import { aCheckout, keyRow, World } from './support/world.ts'

// The checkout and its keys are the real ones, on PostgreSQL; catalogue, delivery and orders are a World in memory that keeps
// their promises, so that faults can be many and a crash is one of the code. The same crashes among the four real services,
// where processes die: tests/flows/checkout-crashes.flow.ts.
let world: World

withBackend()
beforeEach(() => {
  world = new World()
})

const onTheWay: Fault['step'][] = ['reserve', 'hold', 'create', 'learnFee']
const moments = ['before', 'after'] as const

describe('with the other services stood in for, a crash', () => {
  it.each(onTheWay.flatMap((step) => moments.map((when) => ({ step, when }))))(
    '$when $step leads to one order and the same answer',
    async ({ step, when }) => {
      const seen = await orderUntilAnswered(world, aCheckout(), [{ step, when, kind: 'crash' }])
      expect(seen).toMatchObject({ status: 201 })
      expect([...world.services.orders.keys()]).toEqual([bodyOf(seen).orderId])
      expectNothingLeft(world)
    },
  )

  it.each(
    (['abandon', 'releaseStock', 'releaseSlot', 'renewOrderId'] as const).flatMap((step) =>
      moments.map((when) => ({ step, when })),
    ),
  )('and another $when $step, while the first is settled, still lead to one order', async ({ step, when }) => {
    const faults: Fault[] = [
      { step: 'create', when: 'before', kind: 'crash' },
      { step, when, kind: 'crash' },
    ]
    const seen = await orderUntilAnswered(world, aCheckout(), faults)
    expect(faults).toEqual([])
    expect([...world.services.orders.keys()]).toEqual([bodyOf(seen).orderId])
    expectNothingLeft(world)
  })

  it.each(moments)('%s a refusal is cleaned up leaves nothing behind, and the refusal stands', async (when) => {
    const seen = await orderUntilAnswered(world, aCheckout({ expectedTotalMinor: 5 }), [
      { step: 'releaseStock', when, kind: 'crash' },
    ])
    expect(seen).toMatchObject({ status: 409 })
    expect(bodyOf(seen).code).toBe('price_changed')
    expect(world.services.orders.size).toBe(0)
    expectNothingLeft(world)
  })

  it("doesn't refuse shoppers the last piece for their own reservation", async () => {
    world.services.pieces = 2
    const seen = await orderUntilAnswered(world, aCheckout(), [{ step: 'reserve', when: 'after', kind: 'crash' }])
    expect(seen).toMatchObject({ status: 201 })
  })
})

describe('with the other services stood in for, a lost answer', () => {
  // A retry after a lost response that makes a second order.
  it('of create that had committed is asked for again: the same order', async () => {
    const key = randomUUID()
    const seen = await orderUntilAnswered(world, aCheckout(), [{ step: 'create', when: 'after', kind: 'lost' }], key)
    expect(seen).toMatchObject({ status: 201 })
    expect([...world.services.orders.keys()]).toEqual([bodyOf(seen).orderId])
    expect((await keyRow(key)).attempt).toBe(1)
  })

  it('of every create of a try is settled by the next: the order that had committed is answered', async () => {
    const key = randomUUID()
    const lost: Fault = { step: 'create', when: 'after', kind: 'lost' }
    const body = aCheckout()
    expect(await world.order(key, body, [{ ...lost }, { ...lost }, { ...lost }])).toEqual({
      kind: 'problem',
      code: 'unavailable',
      retryAfterSeconds: 3,
    })
    expect(await keyRow(key)).toMatchObject({ point: 'waiting' })
    const [orderId] = world.services.orders.keys()
    expect(bodyOf(await world.order(key, body)).orderId).toBe(orderId)
    expect(world.services.orders.size).toBe(1)
    expectNothingLeft(world)
  })

  it('of reserve leaves the key to be tried again at once', async () => {
    const key = randomUUID()
    const lost: Fault = { step: 'reserve', when: 'after', kind: 'lost' }
    const body = aCheckout()
    expect(await world.order(key, body, [{ ...lost }, { ...lost }, { ...lost }])).toMatchObject({ code: 'unavailable' })
    expect(await world.order(key, body)).toMatchObject({ status: 201 })
    expect(world.services.orders.size).toBe(1)
    expectNothingLeft(world)
  })
})
