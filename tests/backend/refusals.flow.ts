import { randomUUID } from 'node:crypto'
import { newId } from '@korob/platform/ids'
import { beforeEach, describe, expect, it } from 'vitest'
import { withBackend } from './support/backend.ts'
import { bodyOf, expectNothingLeft, orderUntilAnswered } from './support/client.ts'
import { aCheckout, World } from './support/world.ts'

let world: World

withBackend()
beforeEach(() => {
  world = new World()
})

describe('a refusal', () => {
  it('for stock gives the slot back', async () => {
    world.services.pieces = 1
    const seen = await orderUntilAnswered(world)
    expect(bodyOf(seen)).toMatchObject({ code: 'out_of_stock', items: [{ available: 1 }] })
    expect(world.services.held.size).toBe(0)
  })

  it('for the slot gives the stock back', async () => {
    const seen = await orderUntilAnswered(world, aCheckout({ slotId: 'taken' }))
    expect(bodyOf(seen).code).toBe('slot_taken')
    expect(world.services.stray).toBe(0)
  })

  it('for a weight that no vehicle carries gives both back', async () => {
    world.services.maxWeightGrams = 1_799
    expect(bodyOf(await orderUntilAnswered(world))).toMatchObject({ code: 'slot_taken', reason: 'too_heavy' })
    expectNothingLeft(world)
    world.services.maxWeightGrams = 1_800
    expect(await orderUntilAnswered(world)).toMatchObject({ status: 201 })
  })

  // The price is never the client's: a total of the request's own prices sells at whatever it says.
  it('for a changed price says what changed, and gives both back', async () => {
    const seen = await orderUntilAnswered(world, aCheckout({ expectedTotalMinor: 300_000 }))
    expect(bodyOf(seen)).toMatchObject({
      code: 'price_changed',
      totalMinor: 320_000,
      itemsMinor: 300_000,
      deliveryFeeMinor: 20_000,
      items: [{ quantity: 2, priceMinor: 150_000 }],
      changes: [{ of: 'total', fromMinor: 300_000, toMinor: 320_000 }],
    })
    expectNothingLeft(world)
  })

  it('for a fee that changed since the quote tells the old and the new one, and gives both back', async () => {
    world.services.fee = { feeMinor: 29_000, freeFromMinor: null, weightSteps: [] }
    const seen = await orderUntilAnswered(world, aCheckout({ expectedDeliveryFeeMinor: 20_000 }))
    expect(bodyOf(seen)).toMatchObject({
      code: 'price_changed',
      deliveryFeeMinor: 29_000,
      changes: [
        { of: 'delivery', fromMinor: 20_000, toMinor: 29_000 },
        { of: 'total', fromMinor: 320_000, toMinor: 329_000 },
      ],
    })
    expectNothingLeft(world)
  })

  it('for a price and a fee that changed so that the total stays tells both all the same', async () => {
    const productId = newId()
    world.services.fee = { feeMinor: 40_000, freeFromMinor: null, weightSteps: [] }
    world.services.priceMinor = 140_000
    const seen = await orderUntilAnswered(
      world,
      aCheckout({ items: [{ productId, quantity: 2, expectedPriceMinor: 150_000 }], expectedDeliveryFeeMinor: 20_000 }),
    )
    expect(bodyOf(seen)).toMatchObject({
      code: 'price_changed',
      totalMinor: 320_000,
      changes: [
        { of: 'item', productId, fromMinor: 150_000, toMinor: 140_000 },
        { of: 'delivery', fromMinor: 20_000, toMinor: 40_000 },
      ],
    })
  })

  it('for what the weight adds is a change of the fee like any other', async () => {
    world.services.fee = { feeMinor: 20_000, freeFromMinor: 1, weightSteps: [{ fromGrams: 1_800, extraMinor: 7_000 }] }
    const seen = await orderUntilAnswered(world, aCheckout({ expectedTotalMinor: 300_000 }))
    expect(bodyOf(seen)).toMatchObject({ code: 'price_changed', deliveryFeeMinor: 7_000, weightExtraMinor: 7_000 })
    expect(await orderUntilAnswered(world, aCheckout({ expectedTotalMinor: 307_000 }))).toMatchObject({ status: 201 })
  })
})

describe('delivery out of reach', () => {
  it('takes the order with its slot requested, at the fee last known for the city', async () => {
    await orderUntilAnswered(world)
    world.services.deliveryReachable = false
    const seen = await orderUntilAnswered(world)
    expect(seen).toMatchObject({ status: 201 })
    expect(bodyOf(seen).slot).toEqual({ id: 'morning', state: 'requested' })
  })

  it('answers that it is busy where no fee is known, and keeps the key open', async () => {
    const key = randomUUID()
    const body = aCheckout()
    world.services.deliveryReachable = false
    expect(await world.order(key, body)).toMatchObject({ code: 'unavailable', retryAfterSeconds: 3 })
    world.services.deliveryReachable = true
    expect(await world.order(key, body)).toMatchObject({ status: 201 })
    expectNothingLeft(world)
  })
})
