import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  clearOrders,
  type DeliveryService,
  deliveryOf,
  newOrderId,
  receive,
  slotToCome,
  startDelivery,
} from './support/delivery-service.ts'
import { courierHttp, courierToken, tokenOf } from './support/http.ts'
import { cancelled, confirmed, numberOf, paid } from './support/order-events.ts'
import { act, depart, routeOf, tripOf, types } from './support/trip.ts'

let service: DeliveryService

beforeAll(async () => {
  service = await startDelivery()
})
beforeEach(() => clearOrders(service))
afterAll(() => service.stop())

describe('the courier', () => {
  test('sees the trip in order, with all that is needed at the door', async () => {
    const { orders, token } = await tripOf(service, 3)
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
      payment: { method: 'card', state: 'due', totalMinor: 250_000, currency: 'RUB' },
    })
  })

  test.each(['before', 'after'])(
    'collects nothing for an order that is paid, also when that is heard %s the order',
    async (when) => {
      const [orderId, other] = [newOrderId(), newOrderId()]
      if (when === 'before') expect(await receive(paid(orderId))).toEqual([])
      const { token } = await tripOf(service, [orderId, other])
      if (when === 'after') expect(await receive(paid(orderId), paid(orderId, 4))).toEqual([])
      const { route } = await routeOf(token)
      const states = Object.fromEntries(
        route.stops.map((stop: { orderNumber: string; payment: { state: string } }) => [
          stop.orderNumber,
          stop.payment.state,
        ]),
      )
      expect(states).toEqual({ [numberOf(orderId)]: 'paid', [numberOf(other)]: 'due' })
    },
  )

  test('takes parcels, sets off and delivers; each step is told once, in sequence', async () => {
    const { orders: placed, token } = await tripOf(service, 2)
    const { route } = await routeOf(token)
    const doors = route.stops.map(({ orderNumber }: { orderNumber: string }) => orderNumber)
    const orders = placed.toSorted((a, b) => doors.indexOf(numberOf(a)) - doors.indexOf(numberOf(b)))
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
      'delivery.arriving 4',
      'delivery.delivered 5',
    ])
    expect((await routeOf(token)).route).toBeNull()
    const { rows } = await service.db.admin.query('select status from delivery.route')
    expect(rows).toEqual([{ status: 'finished' }])
  })

  test('may repeat any step, also at the same time: nothing changes', async () => {
    const { orders, token } = await tripOf(service, 2)
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
    const { orders, token } = await tripOf(service, 1)
    const stopId = (await deliveryOf(orders[0]!))!.stopId!
    expect(await act(token, stopId, 'delivered')).toMatchObject({
      status: 409,
      body: { code: 'wrong_state', status: 409, deliveryStatus: 'assigned' },
    })
    expect(await types(orders[0]!)).toHaveLength(1)
  })

  test('finds no other courier’s stops or trips, and nobody else gets in', async () => {
    const { orders, token } = await tripOf(service, 1)
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
    const { orders, token } = await tripOf(service, 2)
    const { route } = await routeOf(token)
    await act(token, (await deliveryOf(orders[0]!))!.stopId!, 'handed-over')
    await receive(cancelled(orders[0]!))
    const shown = (await routeOf(token)).route
    expect(shown.stops.map(({ status, position }: Record<string, unknown>) => [status, position])).toEqual([
      ['assigned', expect.any(Number)],
      ['cancelled', null],
    ])
    expect(await depart(token, route.id)).toMatchObject({ status: 200 })
    expect(await types(orders[0]!)).toEqual([
      'delivery.courier_assigned 2',
      'delivery.handed_over 3',
      'delivery.cancelled 4',
    ])
    expect((await deliveryOf(orders[0]!))?.status).toBe('cancelled')
  })

  test('sets off only with the trip that was shown, if the page says which that was', async () => {
    const { orders, token } = await tripOf(service, 2)
    const { route } = await routeOf(token)
    await receive(cancelled(orders[0]!))
    const setOff = (planVersion: unknown) =>
      courierHttp('POST', '/api/courier/routes/{routeId}/departed', {
        token,
        params: { routeId: route.id },
        body: { planVersion },
      })
    const now = (await routeOf(token)).route.planVersion
    expect(await setOff(route.planVersion)).toMatchObject({
      status: 409,
      body: { code: 'wrong_state', planVersion: now },
    })
    expect(await setOff('4')).toMatchObject({ status: 400, body: { errors: [{ field: 'planVersion' }] } })
    expect(await setOff(now)).toMatchObject({ status: 200, body: { status: 'departed' } })
    expect(await setOff(now)).toMatchObject({ status: 200 })
  })

  test('sees the trip under way on its day, though the next one was planned and emptied again', async () => {
    const { token } = await tripOf(service, 1)
    const { route } = await routeOf(token)
    await depart(token, route.id)
    const orderId = newOrderId()
    await receive(confirmed({ orderId, slotId: await slotToCome(3) }))
    expect((await routeOf(token, { date: route.date })).route).toMatchObject({ trip: 2 })
    await receive(cancelled(orderId))
    expect((await routeOf(token, { date: route.date })).route).toMatchObject({ trip: 1, status: 'departed' })
  })

  test('can’t set off with nothing', async () => {
    const { orders, token } = await tripOf(service, 1)
    const { route } = await routeOf(token)
    await receive(cancelled(orders[0]!))
    expect(await depart(token, route.id)).toMatchObject({ status: 409, body: { code: 'wrong_state' } })
  })

  test('gets later orders on the next trip', async () => {
    const { token } = await tripOf(service, 1)
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
    const { orders, token } = await tripOf(service, 8)
    const { route } = await routeOf(token)
    const results = await Promise.all([
      depart(token, route.id),
      ...orders.map((orderId) => receive(cancelled(orderId))),
    ])
    expect(results.slice(1).flat()).toEqual([])
    for (const orderId of orders) expect(await deliveryOf(orderId)).toMatchObject({ status: 'cancelled' })
  })
})
