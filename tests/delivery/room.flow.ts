import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  clearOrders,
  type DeliveryService,
  deliveryOf,
  hold,
  newOrderId,
  quoteFee,
  receive,
  release,
  setCapacity,
  slotToCome,
  startDelivery,
} from './support/delivery-service.ts'
import { shopHttp } from './support/http.ts'
import { address, addressNumber, confirmed } from './support/order-events.ts'
import { planFaults } from './support/plan-faults.ts'

let service: DeliveryService

beforeAll(async () => {
  service = await startDelivery()
})
beforeEach(() => clearOrders(service))
afterAll(() => service.stop())

const ilya = '01900000-0000-7000-8000-000000000001'
const run = (text: string, values: unknown[] = []) => service.db.admin.query(text, values)

/** One courier is there, between these hours, on each day. */
const oneCourier = async (startsMinute: number, endsMinute: number) => {
  await run('delete from delivery.shift where courier_id <> $1', [ilya])
  await run('update delivery.shift set starts_minute = $1, ends_minute = $2', [startsMinute, endsMinute])
}

const offered = async (slotId: string, where: { city: string; street: string; house: string } = address) => {
  const { body } = await shopHttp('GET', '/api/delivery/slots', {
    query: { city: where.city, street: where.street, house: where.house },
  })
  return body.slots.find(({ id }: { id: string }) => id === slotId)?.available
}

/** Holds until so many in a row are refused; answers the orders that have a place, with where they go. */
const holdAll = async (slotIds: readonly string[], count: number) => {
  const asked = Array.from({ length: count }, (_, index) => ({
    orderId: newOrderId(),
    slotId: slotIds[index % slotIds.length]!,
    address: addressNumber(index),
  }))
  const answers = await Promise.all(asked.map((one) => hold(one)))
  for (const answer of answers)
    if (!answer.ok) expect(answer).toMatchObject({ code: 'slot_taken', details: { reason: 'full' } })
  return asked.filter((_, index) => answers[index]!.ok)
}

describe('places in a slot', () => {
  test('are as many as can be driven to: asked for all at once, each that was given gets its courier in its window', async () => {
    await oneCourier(13 * 60 + 30, 18 * 60 + 30)
    const slotIds = [await slotToCome(2), await slotToCome(3)]
    const held = await holdAll(slotIds, 60)
    expect(held.length).toBeGreaterThan(10)
    expect(held.length).toBeLessThan(50)
    for (const one of held) await receive(confirmed(one))
    for (const { orderId, slotId } of held)
      expect(await deliveryOf(orderId)).toMatchObject({ status: 'assigned', slotId })
    expect(await planFaults(slotIds[0]!)).toEqual([])
    expect(await offered(slotIds[0]!, { city: 'Заречье', street: 'Дачная', house: '3' })).toBe(false)
  })

  test('are fewer where couriers rest, and none where nobody works', async () => {
    const slotId = await slotToCome(2)
    await oneCourier(13 * 60 + 30, 16 * 60 + 30)
    const without = await holdAll([slotId], 40)
    await run('truncate delivery.hold')
    await run(
      `insert into delivery.shift_break (courier_id, weekday, from_minute, until_minute, duration_minutes)
       select courier_id, weekday, 14 * 60 + 15, 15 * 60, 60 from delivery.shift`,
    )
    const rested = await holdAll([slotId], 40)
    expect(rested.length).toBeLessThan(without.length - 3)
    expect(rested.length).toBeGreaterThan(0)
    expect(await hold({ orderId: newOrderId(), slotId: await slotToCome(0) })).toMatchObject({
      code: 'slot_taken',
      details: { reason: 'full' },
    })
    expect(await offered(await slotToCome(0))).toBe(false)
  })

  test('depend on where one lives: who is at the end of the way is offered less than the neighbour', async () => {
    const slotId = await slotToCome(2)
    // Five minutes at the door and six to come back.
    await oneCourier(13 * 60, 14 * 60 + 11)
    expect(await offered(slotId, { city: 'Заречье', street: 'Заводская улица', house: '7' })).toBe(true)
    expect(await offered(slotId, { city: 'Заречье', street: 'Дачная', house: '3' })).toBe(false)
    const { output } = (await quoteFee({
      address: { ...address, street: 'Дачная', house: '3' },
      withSlots: true,
    })) as unknown as { output: { slots: { id: string; free: boolean }[] } }
    expect(output.slots.find(({ id }) => id === slotId)?.free).toBe(false)
  })

  test('are given back by a release, and no operator’s bound is ever passed', async () => {
    const slotId = await slotToCome(2)
    await oneCourier(13 * 60 + 30, 16 * 60 + 30)
    const held = await holdAll([slotId], 40)
    const far = { ...address, street: 'Дачная', house: '3' }
    expect(await hold({ orderId: newOrderId(), slotId, address: far })).toMatchObject({ code: 'slot_taken' })
    for (const { orderId } of held) await release(orderId)
    expect(await hold({ orderId: newOrderId(), slotId, address: far })).toMatchObject({ ok: true })
    await setCapacity(service, 0, [slotId])
    expect(await hold({ orderId: newOrderId(), slotId })).toMatchObject({ code: 'slot_taken' })
    expect(await offered(slotId)).toBeUndefined()
  })

  test('are found for an order that comes without one: the next slot that can be kept', async () => {
    const slotId = await slotToCome(2)
    await oneCourier(13 * 60 + 30, 18 * 60 + 30)
    await holdAll([slotId], 40)
    const orderId = newOrderId()
    await receive(
      confirmed({ orderId, slotId, slotState: 'requested', address: { ...address, street: 'Дачная', house: '3' } }),
    )
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'assigned', slotId: await slotToCome(3) })
  })
})
