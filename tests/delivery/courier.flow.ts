import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  addressNumber,
  cancelled,
  clearOrders,
  confirmed,
  courierHttp,
  courierToken,
  type DeliveryService,
  deliveryOf,
  newOrderId,
  published,
  receive,
  shopHttp,
  slotToCome,
  startDelivery,
  tokenOf,
  track,
} from './support/delivery-service.ts'

let service: DeliveryService

beforeAll(async () => {
  service = await startDelivery()
})
beforeEach(() => clearOrders(service))
afterAll(() => service.stop())

/** Orders that one courier brings on one trip. */
const tripOf = async (count: number) => {
  const slotId = await slotToCome()
  // One courier on duty: the others' vans are elsewhere.
  await service.db.admin.query("delete from delivery.shift where courier_id <> '01900000-0000-7000-8000-000000000001'")
  const orders = Array.from({ length: count }, (_, index) => ({
    orderId: newOrderId(),
    slotId,
    address: addressNumber(index),
  }))
  for (const order of orders) await receive(confirmed(order))
  const token = await courierToken('01900000-0000-7000-8000-000000000001')
  return { orders: orders.map(({ orderId }) => orderId), token }
}

const routeOf = async (token: string, query?: Record<string, string>) =>
  (await courierHttp('GET', '/api/courier/route', { token, query })).body
const depart = (token: string, routeId: string) =>
  courierHttp('POST', '/api/courier/routes/{routeId}/departed', { token, params: { routeId } })
const act = (token: string, stopId: string, step: 'handed-over' | 'delivered') =>
  courierHttp('POST', `/api/courier/stops/{stopId}/${step}`, { token, params: { stopId } })
const types = async (orderId: string) => (await published(orderId)).map(({ type, sequence }) => `${type} ${sequence}`)

describe('the courier', () => {
  test('sees the trip in order, with all that is needed at the door', async () => {
    const { orders, token } = await tripOf(3)
    const { courier, route } = await routeOf(token)
    expect(courier).toEqual({ id: '01900000-0000-7000-8000-000000000001', firstName: 'Илья' })
    expect(route).toMatchObject({ trip: 1, status: 'planned', departedAt: null })
    expect(route.stops.map((stop: { position: number }) => stop.position)).toEqual([1, 2, 3])
    expect(route.stops).toHaveLength(orders.length)
    expect(route.stops[0]).toMatchObject({
      status: 'assigned',
      address: { city: 'Заречье' },
      contact: { name: 'Мария', phone: '+79161234567' },
      items: [{ name: { ru: 'Чайник', en: 'Kettle' }, quantity: 1 }],
      payment: { method: 'card', totalMinor: 250_000, currency: 'RUB' },
    })
  })

  test('takes parcels, sets off and delivers; each step is told once, in sequence', async () => {
    const { orders, token } = await tripOf(2)
    const { route } = await routeOf(token)
    const first = await deliveryOf(orders[0]!)
    const second = await deliveryOf(orders[1]!)
    expect(await act(token, first!.stopId!, 'handed-over')).toMatchObject({
      status: 200,
      body: { status: 'handed_over' },
    })
    const left = await depart(token, route.id)
    expect(left).toMatchObject({ status: 200, body: { status: 'departed', departedAt: expect.any(String) } })
    const done = await act(token, first!.stopId!, 'delivered')
    expect(done).toMatchObject({ status: 200, body: { status: 'delivered', deliveredAt: expect.any(String) } })
    await act(token, second!.stopId!, 'delivered')
    expect(await types(orders[0]!)).toEqual([
      'delivery.courier_assigned 2',
      'delivery.handed_over 3',
      'delivery.departed 4',
      'delivery.delivered 5',
    ])
    expect(await types(orders[1]!)).toEqual([
      'delivery.courier_assigned 2',
      'delivery.departed 3',
      'delivery.delivered 4',
    ])
    expect((await routeOf(token)).route).toBeNull()
    const { rows } = await service.db.admin.query('select status from delivery.route')
    expect(rows).toEqual([{ status: 'finished' }])
  })

  test('may repeat any step, also at the same time: nothing changes', async () => {
    const { orders, token } = await tripOf(2)
    const { route } = await routeOf(token)
    const stopId = (await deliveryOf(orders[0]!))!.stopId!
    const handed = await Promise.all(Array.from({ length: 5 }, () => act(token, stopId, 'handed-over')))
    const left = await Promise.all(Array.from({ length: 5 }, () => depart(token, route.id)))
    const late = await act(token, stopId, 'handed-over')
    const done = await Promise.all(Array.from({ length: 5 }, () => act(token, stopId, 'delivered')))
    expect([...handed, ...left, late, ...done].map(({ status }) => status)).toEqual(Array(16).fill(200))
    expect(late.body).toMatchObject({ status: 'departed' })
    expect(new Set(done.map(({ body }) => body.deliveredAt)).size).toBe(1)
    expect(await types(orders[0]!)).toHaveLength(4)
  })

  test('can’t deliver what has not left', async () => {
    const { orders, token } = await tripOf(1)
    const stopId = (await deliveryOf(orders[0]!))!.stopId!
    expect(await act(token, stopId, 'delivered')).toMatchObject({
      status: 409,
      body: { code: 'wrong_state', status: 409, deliveryStatus: 'assigned' },
    })
    expect(await types(orders[0]!)).toHaveLength(1)
  })

  test('finds no other courier’s stops or trips, and nobody else gets in', async () => {
    const { orders, token } = await tripOf(1)
    const { route } = await routeOf(token)
    const stopId = (await deliveryOf(orders[0]!))!.stopId!
    const other = await courierToken('01900000-0000-7000-8000-000000000002')
    expect(await act(other, stopId, 'handed-over')).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect(await depart(other, route.id)).toMatchObject({ status: 404 })
    expect(await act(token, newOrderId(), 'delivered')).toMatchObject({ status: 404 })
    expect(await act(token, 'nonsense', 'delivered')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'stopId' }] },
    })
    expect(await depart(await courierToken('nobody'), route.id)).toMatchObject({ status: 404 })
    expect(await depart(await tokenOf({ role: 'shopper', id: newOrderId() }), route.id)).toMatchObject({ status: 403 })
    expect(await courierHttp('GET', '/api/courier/route')).toMatchObject({ status: 401 })
  })

  test('brings a parcel back whose order was cancelled after it had been taken', async () => {
    const { orders, token } = await tripOf(2)
    const { route } = await routeOf(token)
    await act(token, (await deliveryOf(orders[0]!))!.stopId!, 'handed-over')
    await receive(cancelled(orders[0]!))
    const shown = (await routeOf(token)).route
    expect(shown.stops.map(({ status, position }: Record<string, unknown>) => [status, position])).toEqual([
      ['assigned', expect.any(Number)],
      ['cancelled', null],
    ])
    expect(await depart(token, route.id)).toMatchObject({ status: 200 })
    expect(await types(orders[0]!)).toEqual(['delivery.courier_assigned 2', 'delivery.handed_over 3'])
    expect((await deliveryOf(orders[0]!))?.status).toBe('cancelled')
  })

  test('can’t set off with nothing', async () => {
    const { orders, token } = await tripOf(1)
    const { route } = await routeOf(token)
    await receive(cancelled(orders[0]!))
    expect(await depart(token, route.id)).toMatchObject({ status: 409, body: { code: 'wrong_state' } })
  })

  test('gets later orders on the next trip', async () => {
    const { token } = await tripOf(1)
    const { route } = await routeOf(token)
    await depart(token, route.id)
    const orderId = newOrderId()
    const slotId = await slotToCome(3)
    await receive(confirmed({ orderId, slotId }))
    const later = await deliveryOf(orderId)
    expect(later).toMatchObject({ status: 'assigned' })
    expect(later?.routeId).not.toBe(route.id)
    expect((await routeOf(token, { date: route.date })).route).toMatchObject({ trip: 2 })
  })
})

describe('an order cancelled while its courier sets off', () => {
  test('ends cancelled, its event or none before it', async () => {
    const { orders, token } = await tripOf(8)
    const { route } = await routeOf(token)
    const results = await Promise.all([
      depart(token, route.id),
      ...orders.map((orderId) => receive(cancelled(orderId))),
    ])
    expect(results.slice(1).flat()).toEqual([])
    for (const orderId of orders) expect(await deliveryOf(orderId)).toMatchObject({ status: 'cancelled' })
  })
})

describe('whoever has the link', () => {
  test('follows the delivery from beginning to end', async () => {
    const orderId = newOrderId()
    expect(await track(orderId)).toMatchObject({
      status: 200,
      body: { orderId, status: 'preparing', orderNumber: null, history: [] },
    })
    const { orders, token } = await tripOf(2)
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

  test('come with zone and fee for an address', async () => {
    expect((await slots({ city: 'Zarechye', street: 'Gogolya St.', house: '5' })).body.zone).toEqual({
      id: 'centre',
      name: { ru: 'Центр', en: 'Centre' },
      fee: { feeMinor: 14_900, freeFromMinor: 300_000 },
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
