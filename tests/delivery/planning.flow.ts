import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  clearOrders,
  type DeliveryService,
  deliveryOf,
  hold,
  newOrderId,
  published,
  receive,
  reschedule,
  setCapacity,
  slotToCome,
  startDelivery,
} from './support/delivery-service.ts'
import { address, addressNumber, cancelled, confirmed } from './support/order-events.ts'

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

describe('a confirmed order', () => {
  test('gets a courier and a time within its window, and the world is told once', async () => {
    const orderId = newOrderId()
    await hold({ orderId, slotId })
    expect(await receive(confirmed({ orderId, slotId }))).toEqual([])
    const delivery = await deliveryOf(orderId)
    expect(delivery).toMatchObject({ status: 'assigned', slotId, version: 2 })
    const [event, ...others] = await published(orderId)
    expect(others).toEqual([])
    expect(event).toMatchObject({
      type: 'delivery.courier_assigned',
      source: 'delivery',
      subject: orderId,
      sequence: 2,
      data: {
        orderId,
        deliveryId: delivery?.id,
        recipient: { name: 'Мария', phone: '+79161234567' },
        courier: { id: delivery?.courierId },
        timeZone: 'Europe/Moscow',
        trackingUrl: expect.stringMatching(/^http:\/\/shop\.test\/t\/[\w-]{44}$/),
      },
    })
    const { eta, window } = event!.data as { eta: string; window: { start: string; end: string } }
    expect(Date.parse(eta)).toBeGreaterThanOrEqual(Date.parse(window.start))
    expect(Date.parse(eta)).toBeLessThanOrEqual(Date.parse(window.end))
  })

  test('that is moved tells the slot it is in now', async () => {
    const orderId = newOrderId()
    await receive(confirmed({ orderId, slotId }))
    const later = await slotToCome(3)
    expect(await reschedule(orderId, later)).toMatchObject({ ok: true })
    const events = await published(orderId)
    expect(events.map(({ type }) => type)).toEqual([
      'delivery.courier_assigned',
      'delivery.unassigned',
      'delivery.courier_assigned',
    ])
    const told = events
      .filter(({ type }) => type === 'delivery.courier_assigned')
      .map(({ data }) => data as { slot: object; window: object })
    expect(told.map(({ slot }) => slot)).toEqual([
      { id: slotId, ...told[0]?.window },
      { id: later, ...told[1]?.window },
    ])
  })

  test('counts once when its event comes twice, also under another id', async () => {
    const orderId = newOrderId()
    const event = confirmed({ orderId, slotId })
    await Promise.all([receive(event), receive(event), receive(event)])
    await receive(event)
    await receive(confirmed({ orderId, slotId, sequence: 4 }))
    expect(await published(orderId)).toHaveLength(1)
    const { rows } = await service.db.admin.query('select from delivery.delivery')
    expect(rows).toHaveLength(1)
  })

  test('uses its hold and no second place', async () => {
    await setCapacity(service, 1, [slotId])
    const orderId = newOrderId()
    await hold({ orderId, slotId })
    await receive(confirmed({ orderId, slotId }))
    expect(await deliveryOf(orderId)).toMatchObject({ slotId, status: 'assigned' })
    expect(await hold({ orderId, slotId })).toMatchObject({ ok: true })
    expect(await hold({ orderId: newOrderId(), slotId })).toMatchObject({ code: 'slot_taken' })
  })

  test('whose slot was only requested gets it while there is room, else the next', async () => {
    await setCapacity(service, 1, [slotId])
    const [first, second] = [newOrderId(), newOrderId()]
    await receive(confirmed({ orderId: first, slotId, slotState: 'requested' }))
    await receive(confirmed({ orderId: second, slotId, slotState: 'requested' }))
    expect(await deliveryOf(first)).toMatchObject({ slotId, status: 'assigned' })
    expect(await deliveryOf(second)).toMatchObject({ slotId: await slotToCome(3), status: 'assigned' })
  })

  test('whose hold ran out and went to another gets the next slot', async () => {
    await setCapacity(service, 1, [slotId])
    const [late, quick] = [newOrderId(), newOrderId()]
    await hold({ orderId: late, slotId })
    await service.db.admin.query("update delivery.hold set expires_at = now() - interval '1 second'")
    await hold({ orderId: quick, slotId })
    await receive(confirmed({ orderId: late, slotId }))
    expect(await deliveryOf(late)).toMatchObject({ slotId: await slotToCome(3), status: 'assigned' })
    await receive(confirmed({ orderId: quick, slotId }))
    expect(await deliveryOf(quick)).toMatchObject({ slotId, status: 'assigned' })
  })

  test('for a slot nobody knows gets the next free one', async () => {
    const orderId = newOrderId()
    await receive(confirmed({ orderId, slotId: '19990101-10', slotState: 'requested' }))
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'assigned' })
  })

  test('is located here when checkout could not ask, and kept for help when it is not on the map', async () => {
    const [known, unknown, far, heavy] = [newOrderId(), newOrderId(), newOrderId(), newOrderId()]
    await receive(confirmed({ orderId: known, slotId, slotState: 'requested' }))
    await receive(
      confirmed({ orderId: unknown, slotId, slotState: 'requested', address: { ...address, street: 'Нигде' } }),
    )
    await receive(
      confirmed({
        orderId: far,
        slotId,
        slotState: 'requested',
        address: { ...address, street: 'Дальняя', house: '12' },
      }),
    )
    await receive(confirmed({ orderId: heavy, slotId, weightGrams: 2_000_000 }))
    expect(await deliveryOf(known)).toMatchObject({ status: 'assigned', problem: null })
    expect(await deliveryOf(unknown)).toMatchObject({ status: 'unassigned', problem: 'address_unknown' })
    expect(await deliveryOf(far)).toMatchObject({ status: 'unassigned', problem: 'out_of_zone' })
    expect(await deliveryOf(heavy)).toMatchObject({ status: 'unassigned', problem: 'too_heavy' })
    // Another time would not help, so nobody is promised one.
    const later = await slotToCome(5)
    for (const orderId of [far, heavy])
      expect(await reschedule(orderId, later)).toMatchObject({ ok: false, code: 'wrong_state' })
  })
})

describe('a cancelled order', () => {
  test('gives its place back and leaves its trip', async () => {
    await setCapacity(service, 1, [slotId])
    const orderId = newOrderId()
    await receive(confirmed({ orderId, slotId }))
    await receive(cancelled(orderId))
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'cancelled', stopId: null, version: 3 })
    expect(await hold({ orderId: newOrderId(), slotId })).toMatchObject({ ok: true })
  })

  test('is never planned when its cancellation came first', async () => {
    const orderId = newOrderId()
    await hold({ orderId, slotId })
    await receive(cancelled(orderId))
    await receive(confirmed({ orderId, slotId }))
    expect(await deliveryOf(orderId)).toBeUndefined()
    // Also when the inbox has forgotten.
    await service.db.admin.query('truncate delivery.inbox, delivery.inbox_sequence')
    await receive(confirmed({ orderId, slotId }))
    expect(await deliveryOf(orderId)).toBeUndefined()
    expect(await published(orderId)).toEqual([])
  })

  test('ends cancelled however it meets its confirmation', async () => {
    const orders = Array.from({ length: 24 }, newOrderId)
    await Promise.all(
      orders.map(async (orderId, index) => {
        const events = [confirmed({ orderId, slotId, address: addressNumber(index) }), cancelled(orderId)]
        if (index % 2) events.reverse()
        const results = await Promise.all(events.map((event) => receive(event)))
        expect(results.flat()).toEqual([])
      }),
    )
    expect((await service.db.admin.query("select from delivery.delivery where status <> 'cancelled'")).rowCount).toBe(0)
    expect((await service.db.admin.query('select from delivery.stop')).rowCount).toBe(0)
  })
})
