import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  clearOrders,
  type DeliveryService,
  hold,
  listFees,
  newOrderId,
  quoteFee,
  receive,
  release,
  setCapacity,
  slotToCome,
  startDelivery,
} from './support/delivery-service.ts'
import { address, cancelled } from './support/order-events.ts'

let service: DeliveryService
let slotId: string

beforeAll(async () => {
  service = await startDelivery()
})
beforeEach(async () => {
  await clearOrders(service)
  slotId = await slotToCome()
})
afterAll(() => service.stop())

const expire = () => service.db.admin.query("update delivery.hold set expires_at = now() - interval '1 second'")

describe('a hold', () => {
  test('keeps a place and says where, when and for how much', async () => {
    const answer = await hold({ orderId: newOrderId(), slotId })
    expect(answer).toMatchObject({
      ok: true,
      output: {
        slot: { id: slotId },
        address: { location: { lat: expect.any(Number) } },
        fee: { feeMinor: 14_900, freeFromMinor: 300_000 },
        maxWeightGrams: expect.any(Number),
      },
    })
  })

  test('gives the last places to exactly as many as there are', async () => {
    await setCapacity(service, 3, [slotId])
    const answers = await Promise.all(Array.from({ length: 40 }, () => hold({ orderId: newOrderId(), slotId })))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(3)
    for (const answer of answers)
      if (!answer.ok) expect(answer).toMatchObject({ code: 'slot_taken', details: { reason: 'full' } })
  })

  test('takes one place however often and however concurrently it is asked for, and lives longer each time', async () => {
    await setCapacity(service, 1, [slotId])
    const orderId = newOrderId()
    const answers = await Promise.all(Array.from({ length: 12 }, () => hold({ orderId, slotId })))
    expect(answers.every(({ ok }) => ok)).toBe(true)
    await service.db.admin.query("update delivery.hold set expires_at = now() + interval '1 minute'")
    const again = await hold({ orderId, slotId })
    expect(again.ok && Date.parse(again.output.expiresAt)).toBeGreaterThan(Date.now() + 14 * 60_000)
    expect(await hold({ orderId: newOrderId(), slotId })).toMatchObject({ ok: false, code: 'slot_taken' })
  })

  test('does not stand in the way of the next attempt of its own order', async () => {
    await setCapacity(service, 1, [slotId])
    const orderId = newOrderId()
    await hold({ orderId, slotId })
    expect(await hold({ orderId, slotId, attempt: 2 })).toMatchObject({ ok: true })
  })

  test('that ran out gives its place to the next, and comes back only if there is room', async () => {
    await setCapacity(service, 1, [slotId])
    const [first, second] = [newOrderId(), newOrderId()]
    await hold({ orderId: first, slotId })
    await expire()
    expect(await hold({ orderId: second, slotId })).toMatchObject({ ok: true })
    expect(await hold({ orderId: first, slotId })).toMatchObject({ ok: false, code: 'slot_taken' })
    await release(second)
    expect(await hold({ orderId: first, slotId })).toMatchObject({ ok: true })
  })

  test('that comes after its release is refused; the next attempt is welcome', async () => {
    const orderId = newOrderId()
    expect(await release(orderId)).toEqual({ ok: true, output: { released: false } })
    expect(await hold({ orderId, slotId })).toMatchObject({ ok: false, code: 'wrong_state' })
    expect(await hold({ orderId, slotId, attempt: 2 })).toMatchObject({ ok: true })
  })

  test('and its release at the same time end released', async () => {
    const orders = Array.from({ length: 20 }, newOrderId)
    await Promise.all(orders.flatMap((orderId) => [hold({ orderId, slotId }), release(orderId)]))
    const { rows } = await service.db.admin.query("select state from delivery.hold where state <> 'released'")
    expect(rows).toEqual([])
    for (const orderId of orders) expect(await hold({ orderId, slotId })).toMatchObject({ code: 'wrong_state' })
  })

  test('gives its place back on release, once', async () => {
    await setCapacity(service, 1, [slotId])
    const orderId = newOrderId()
    await hold({ orderId, slotId })
    expect(await release(orderId)).toEqual({ ok: true, output: { released: true } })
    expect(await release(orderId)).toEqual({ ok: true, output: { released: false } })
    expect(await hold({ orderId: newOrderId(), slotId })).toMatchObject({ ok: true })
  })

  test('is refused for an order that was cancelled', async () => {
    const orderId = newOrderId()
    await receive(cancelled(orderId))
    expect(await hold({ orderId, slotId })).toMatchObject({ ok: false, code: 'wrong_state' })
  })

  test('is refused for a slot that is unknown, closed or past', async () => {
    expect(await hold({ orderId: newOrderId(), slotId: '19990101-10' })).toMatchObject({
      code: 'slot_taken',
      details: { reason: 'unknown' },
    })
    await service.db.admin.query("update delivery.slot set cutoff_at = now() - interval '1 second' where id = $1", [
      slotId,
    ])
    expect(await hold({ orderId: newOrderId(), slotId })).toMatchObject({
      code: 'slot_taken',
      details: { reason: 'closed' },
    })
  })

  test.each([
    [
      { ...address, street: 'Нигде' },
      { code: 'invalid_request', errors: [{ field: 'address.street' }] },
    ],
    [
      { ...address, house: '9999' },
      { code: 'invalid_request', errors: [{ field: 'address.house' }] },
    ],
    [
      { ...address, house: 'без номера' },
      { code: 'invalid_request', errors: [{ field: 'address.house' }] },
    ],
    [
      { ...address, city: 'Москва' },
      { code: 'out_of_zone', details: { field: 'address.city' } },
    ],
    [
      { ...address, street: 'Дальняя улица', house: '12' },
      { code: 'out_of_zone', details: { field: 'address.street' } },
    ],
  ])('is refused for %j', async (where, refusal) => {
    expect(await hold({ orderId: newOrderId(), slotId, address: where })).toMatchObject({ ok: false, ...refusal })
  })
})

describe('the fee', () => {
  const centre = { feeMinor: 14_900, freeFromMinor: 300_000 }

  test('is that of the address', async () => {
    expect(await quoteFee({ address })).toMatchObject({ output: { fee: centre } })
    expect(await quoteFee({ address: { ...address, street: 'Дачная', house: '3' } })).toMatchObject({
      output: { fee: { feeMinor: 39_900, freeFromMinor: null } },
    })
  })

  test('is that of the first zone while the address is not known', async () => {
    expect(await quoteFee({})).toMatchObject({ output: { fee: centre } })
  })

  test('is told for each city by all its names, for those who could not ask', async () => {
    expect(await listFees()).toMatchObject({
      output: { cities: [{ names: expect.arrayContaining(['Заречье', 'Zarechye', 'заречье']), fee: centre }] },
    })
  })
})
