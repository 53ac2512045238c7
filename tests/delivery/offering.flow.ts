import { signTrackingToken, trackingLifetimeMs } from '@korob/platform/tracking-token'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  clearOrders,
  type DeliveryService,
  deliveryOf,
  newOrderId,
  published,
  receive,
  reschedule,
  runSchedule,
  setCapacity,
  slotToCome,
  startDelivery,
} from './support/delivery-service.ts'
import { courierHttp, courierToken, offersHttp, track } from './support/http.ts'
import { addressNumber, confirmed } from './support/order-events.ts'
import { planFaults } from './support/plan-faults.ts'
import { act, depart, routeOf } from './support/trip.ts'

let service: DeliveryService
let wished: string
let offered: string

beforeAll(async () => {
  service = await startDelivery()
})
beforeEach(async () => {
  await clearOrders(service)
  wished = await slotToCome(2)
  offered = await slotToCome(3)
})
afterAll(() => service.stop())

/** An order that was taken while delivery was down, for a window that is full by now. */
const unkeptOrder = async (): Promise<string> => {
  const orderId = newOrderId()
  await setCapacity(service, 0, [wished])
  await receive(confirmed({ orderId, slotId: wished, slotState: 'requested' }))
  return orderId
}
const tokenFor = (orderId: string) => signTrackingToken(orderId, new Date(Date.now() + trackingLifetimeMs))
const slotsOf = async (orderId: string) =>
  offersHttp('GET', '/api/tracking/{token}/slots', { params: { token: await tokenFor(orderId) } })
const choose = async (orderId: string, slotId: string) =>
  offersHttp('PUT', '/api/tracking/{token}/slot', { params: { token: await tokenFor(orderId) }, body: { slotId } })
const decline = async (orderId: string) =>
  offersHttp('POST', '/api/tracking/{token}/cancellation', { params: { token: await tokenFor(orderId) } })
const news = async (orderId: string) =>
  (await published(orderId)).map(({ type, data }) => {
    const { isOffered, slot } = data as { isOffered?: boolean; slot?: { id: string } }
    return [type.replace('delivery.', ''), slot?.id, isOffered]
  })

describe('a wished window that cannot be kept', () => {
  test('has the next one held, which the text about the courier offers; accepted once, it is a promise like any other', async () => {
    const orderId = await unkeptOrder()
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'assigned', slotId: offered })
    expect(await news(orderId)).toEqual([['courier_assigned', offered, true]])
    const { body } = await track(orderId)
    expect(body).toMatchObject({
      status: 'assigned',
      offer: { slotId: offered, wished: { start: expect.any(String) } },
    })
    expect(body.offer.wished.end).toBe(body.window.start)
    const slots = await slotsOf(orderId)
    expect(slots.body.slots.find(({ id }: { id: string }) => id === offered)).toMatchObject({ available: true })
    expect(slots.body.slots.some(({ id }: { id: string }) => id === wished)).toBe(false)
    for (let time = 0; time < 2; time++)
      expect(await choose(orderId, offered)).toMatchObject({ status: 200, body: { status: 'assigned', offer: null } })
    expect(await news(orderId)).toHaveLength(1)
    expect(await slotsOf(orderId)).toMatchObject({ status: 409, body: { code: 'wrong_state' } })
    expect(await choose(orderId, await slotToCome(4))).toMatchObject({ status: 409, body: { code: 'wrong_state' } })
    expect(await decline(orderId)).toMatchObject({ status: 409, body: { code: 'wrong_state' } })
  })

  test('is exchanged for another that the shopper chooses, who hears of it by a text without an offer', async () => {
    const orderId = await unkeptOrder()
    const other = await slotToCome(5)
    for (let time = 0; time < 2; time++)
      expect(await choose(orderId, other)).toMatchObject({ status: 200, body: { status: 'assigned', offer: null } })
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'assigned', slotId: other })
    expect(await news(orderId)).toEqual([
      ['courier_assigned', offered, true],
      ['unassigned', undefined, undefined],
      ['courier_assigned', other, false],
    ])
    expect(await planFaults(other)).toEqual([])
  })

  test('is not exchanged for one that is full, closed or unknown: the offer stays', async () => {
    const orderId = await unkeptOrder()
    const taken = (reason: string) => ({ status: 409, body: { code: 'slot_taken', reason } })
    expect(await choose(orderId, wished)).toMatchObject(taken('full'))
    expect(await choose(orderId, '19990101-10')).toMatchObject(taken('unknown'))
    const closed = await slotToCome(5)
    await service.db.admin.query('update delivery.slot set cutoff_at = now() where id = $1', [closed])
    expect(await choose(orderId, closed)).toMatchObject(taken('closed'))
    expect((await track(orderId)).body).toMatchObject({ status: 'assigned', offer: { slotId: offered } })
    expect(await news(orderId)).toHaveLength(1)
  })

  test('and declined altogether, is brought by nobody: orders is told once, and its place is free', async () => {
    const orderId = await unkeptOrder()
    for (let time = 0; time < 2; time++)
      expect(await decline(orderId)).toMatchObject({ status: 200, body: { status: 'cancelled', offer: null } })
    expect((await news(orderId)).map(([type]) => type)).toEqual(['courier_assigned', 'cancelled', 'declined'])
    await receive(confirmed({ orderId, slotId: wished, sequence: 3 }))
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'cancelled', routeId: null })
    expect(await choose(orderId, offered)).toMatchObject({ status: 409, body: { code: 'wrong_state' } })
  })

  test('is answered one way, however many answers come at once', async () => {
    for (let round = 0; round < 3; round++) {
      const orderId = await unkeptOrder()
      const other = await slotToCome(5)
      const answers = await Promise.all([
        choose(orderId, offered),
        choose(orderId, other),
        decline(orderId),
        choose(orderId, other),
        decline(orderId),
      ])
      for (const { status, body } of answers) if (status !== 200) expect(body).toMatchObject({ code: 'wrong_state' })
      const { rows } = await service.db.admin.query(
        `select answer, status, slot_id as "slotId" from delivery.slot_offer join delivery.delivery on id = delivery_id
          where order_id = $1`,
        [orderId],
      )
      const outcome = {
        accepted: { status: 'assigned', slotId: offered },
        changed: { status: 'assigned', slotId: other },
        declined: { status: 'cancelled', slotId: offered },
      }[rows[0].answer as 'accepted']
      expect(rows[0]).toMatchObject(outcome)
      expect(await planFaults(offered)).toEqual([])
    }
  })

  test('is brought in the offered one if nobody answers, and asked about no more once it is packed, also if it comes back', async () => {
    const orderId = await unkeptOrder()
    const { rows } = await service.db.admin.query('select courier_id from delivery.route')
    const token = await courierToken(rows[0].courier_id)
    const { route } = await routeOf(token)
    await act(token, route.stops[0].id, 'handed-over')
    expect((await track(orderId)).body).toMatchObject({ status: 'handed_over', offer: null })
    expect(await choose(orderId, await slotToCome(5))).toMatchObject({
      status: 409,
      body: { code: 'wrong_state', deliveryStatus: 'handed_over' },
    })
    await depart(token, route.id)
    expect((await track(orderId)).body).toMatchObject({ status: 'departed' })
    await courierHttp('POST', '/api/courier/stops/{stopId}/failed', {
      token,
      params: { stopId: route.stops[0].id },
      body: { reason: 'nobody_home' },
    })
    expect(await runSchedule()).toMatchObject({ replanned: 1 })
    expect((await track(orderId)).body).toMatchObject({ status: 'assigned', offer: null })
    expect((await news(orderId)).at(-1)).toEqual(['courier_assigned', expect.any(String), false])
    expect(await decline(orderId)).toMatchObject({ status: 409, body: { code: 'wrong_state' } })
  })

  test('is asked about no more once an operator has found a time with the shopper', async () => {
    const orderId = await unkeptOrder()
    const other = await slotToCome(5)
    expect(await reschedule(orderId, other)).toMatchObject({ ok: true })
    expect((await track(orderId)).body).toMatchObject({ status: 'assigned', offer: null })
    expect((await news(orderId)).at(-1)).toEqual(['courier_assigned', other, false])
  })

  test('is no matter where it is kept after all, nor for links that are not the order’s own', async () => {
    const orderId = newOrderId()
    await receive(confirmed({ orderId, slotId: wished, slotState: 'requested' }))
    expect((await track(orderId)).body).toMatchObject({ offer: null })
    expect(await news(orderId)).toEqual([['courier_assigned', wished, false]])
    expect(await decline(orderId)).toMatchObject({ status: 409, body: { code: 'wrong_state' } })
    const forged = { params: { token: 'A'.repeat(44) } }
    expect(await offersHttp('GET', '/api/tracking/{token}/slots', forged)).toMatchObject({ status: 404 })
    expect(await offersHttp('POST', '/api/tracking/{token}/cancellation', forged)).toMatchObject({ status: 404 })
    expect(
      await offersHttp('PUT', '/api/tracking/{token}/slot', { ...forged, body: { slotId: offered } }),
    ).toMatchObject({ status: 404 })
  })
})

test('a delivery that nobody could take in its window is offered the next', async () => {
  const orderId = newOrderId()
  await service.db.admin.query('create table delivery.kept as select * from delivery.shift')
  await service.db.admin.query('delete from delivery.shift')
  await receive(confirmed({ orderId, slotId: wished, slotState: 'requested', address: addressNumber(1) }))
  expect(await deliveryOf(orderId)).toMatchObject({ status: 'unassigned', slotId: wished })
  expect((await track(orderId)).body).toMatchObject({ status: 'preparing', offer: null })
  await service.db.admin.query('insert into delivery.shift select * from delivery.kept')
  await service.db.admin.query(
    "update delivery.slot set starts_at = now() - interval '1 minute', cutoff_at = now() - interval '1 hour' where id = $1",
    [wished],
  )
  await runSchedule()
  const row = await deliveryOf(orderId)
  expect(row?.status).toBe('assigned')
  expect(row?.slotId).not.toBe(wished)
  expect(await news(orderId)).toEqual([['courier_assigned', row?.slotId, true]])
})
