import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  clearOrders,
  type DeliveryService,
  hold,
  newOrderId,
  receive,
  slotToCome,
  startDelivery,
} from './support/delivery-service.ts'
import { shopHttp, track } from './support/http.ts'
import { cancelled, confirmed } from './support/order-events.ts'
import { act, depart, routeOf, tripOf } from './support/trip.ts'

let service: DeliveryService

beforeAll(async () => {
  service = await startDelivery()
})
beforeEach(() => clearOrders(service))
afterAll(() => service.stop())

describe('whoever has the link', () => {
  test('follows the delivery from beginning to end', async () => {
    const orderId = newOrderId()
    expect(await track(orderId)).toMatchObject({
      status: 200,
      body: { orderId, status: 'preparing', orderNumber: null, history: [] },
    })
    const { orders, token } = await tripOf(service, 2)
    const { route } = await routeOf(token)
    const last = route.stops[1] as { id: string; orderNumber: string }
    const order = orders.find((id) => last.orderNumber.endsWith(id.slice(-6)))!
    const planned = await track(order)
    expect(planned.body).toMatchObject({
      status: 'assigned',
      courier: { firstName: 'Илья' },
      stopsBefore: 1,
      window: { start: expect.any(String), end: expect.any(String) },
      eta: expect.any(String),
      history: [{ status: 'preparing' }, { status: 'assigned' }],
    })
    expect(await track(order, { 'If-None-Match': planned.headers.etag! })).toMatchObject({
      status: 304,
      body: undefined,
    })
    await depart(token, route.id)
    await act(token, route.stops[0].id, 'delivered')
    expect((await track(order)).body).toMatchObject({ status: 'departed', stopsBefore: 0 })
    await act(token, last.id, 'delivered')
    const done = await track(order, { 'If-None-Match': planned.headers.etag! })
    expect(done).toMatchObject({
      status: 200,
      body: { status: 'delivered', eta: null, stopsBefore: null, deliveredAt: expect.any(String) },
    })
    expect(done.body.history.map(({ status }: { status: string }) => status)).toEqual([
      'preparing',
      'assigned',
      'departed',
      'delivered',
    ])
  })

  test('learns of a cancellation, before and after the order came here', async () => {
    const [early, late] = [newOrderId(), newOrderId()]
    await receive(cancelled(early))
    await receive(confirmed({ orderId: late, slotId: await slotToCome() }))
    await receive(cancelled(late))
    expect((await track(early)).body).toMatchObject({ status: 'cancelled' })
    expect((await track(late)).body).toMatchObject({ status: 'cancelled', courier: null, eta: null })
  })

  test.each(['x', 'A'.repeat(44), '%', '../../etc/passwd', 'ы'.repeat(50)])('gets nothing with %s', async (token) => {
    expect(await shopHttp('GET', '/api/tracking/{token}', { params: { token } })).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    })
  })
})

describe('the slots offered', () => {
  const slots = (query?: Record<string, string>, headers?: Record<string, string>) =>
    shopHttp('GET', '/api/delivery/slots', { query, headers })

  test('are those of the days ahead, and only polled anew when they change', async () => {
    const first = await slots()
    expect(first.status).toBe(200)
    expect(first.body.zone).toBeNull()
    expect(first.body.slots.length).toBeGreaterThanOrEqual(7 * 6)
    expect(first.body.slots.every(({ start }: { start: string }) => Date.parse(start) > Date.now())).toBe(true)
    expect(await slots(undefined, { 'if-none-match': first.headers.etag! })).toMatchObject({ status: 304 })
  })

  test('are not available once they are full', async () => {
    const slotId = await slotToCome()
    await service.db.admin.query('update delivery.slot set capacity = 1 where id = $1', [slotId])
    const find = async () => (await slots()).body.slots.find(({ id }: { id: string }) => id === slotId).available
    expect(await find()).toBe(true)
    await receive(confirmed({ orderId: newOrderId(), slotId }))
    expect(await find()).toBe(false)
  })

  test('are without those that have begun, and with those that can be ordered no more as not available', async () => {
    const find = async (id: string) => (await slots()).body.slots.find((one: { id: string }) => one.id === id)
    const [begun, closed] = [await slotToCome(0), await slotToCome(1)]
    const write = (text: string, id: string) => service.db.admin.query(text, [id])
    await write('update delivery.slot set cutoff_at = now() where id = $1', closed)
    await write('update delivery.slot set starts_at = now(), cutoff_at = now() where id = $1', begun)
    expect(await find(begun)).toBeUndefined()
    expect(await find(closed)).toMatchObject({ available: false })
    const refused = { ok: false, code: 'slot_taken', details: { reason: 'closed' } }
    for (const slotId of [begun, closed]) expect(await hold({ orderId: newOrderId(), slotId })).toMatchObject(refused)
  })

  test('come with zone and fee for an address', async () => {
    expect((await slots({ city: 'Zarechye', street: 'Gogolya St.', house: '5' })).body.zone).toEqual({
      id: 'centre',
      name: { ru: 'Центр', en: 'Centre' },
      fee: {
        feeMinor: 14_900,
        freeFromMinor: 300_000,
        weightSteps: [
          { fromGrams: 30_000, extraMinor: 29_000 },
          { fromGrams: 80_000, extraMinor: 59_000 },
        ],
      },
    })
    expect(await slots({ city: 'Москва', street: 'Арбат', house: '1' })).toMatchObject({
      status: 409,
      body: { code: 'out_of_zone' },
    })
    expect(await slots({ city: 'Заречье', street: 'Арбат', house: '1' })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'street' }] },
    })
    expect(await slots({ city: 'Заречье' })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'street' }, { field: 'house' }] },
    })
  })
})
