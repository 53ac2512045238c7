import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { clearOrders, type DeliveryService, published, receive, startDelivery } from './support/delivery-service.ts'
import { courierHttp, track } from './support/http.ts'
import { cancelled } from './support/order-events.ts'
import { act, depart, routeOf, tripOf, types } from './support/trip.ts'

let service: DeliveryService

beforeAll(async () => {
  service = await startDelivery()
})
beforeEach(() => clearOrders(service))
afterAll(() => service.stop())

/** A trip under way; its orders and stops in the order of its doors. */
const underWay = async (size: number) => {
  const { orders, token } = await tripOf(service, size)
  const { route } = await routeOf(token)
  await depart(token, route.id)
  const doors = route.stops.map(({ id, orderNumber }: { id: string; orderNumber: string }) => ({
    stopId: id,
    orderId: orders.find((order) => orderNumber.endsWith(order.slice(-6))) ?? '',
  })) as { stopId: string; orderId: string }[]
  return { token, doors }
}
const isTold = async (orderId: string) => (await types(orderId)).filter((one) => one.startsWith('delivery.arriving'))

test('each shopper hears once that the courier comes next, the first by the departure itself', async () => {
  const { token, doors } = await underWay(3)
  const departures = await Promise.all(
    doors.map(async ({ orderId }) => (await published(orderId)).find(({ type }) => type === 'delivery.departed')),
  )
  expect(departures.map((event) => (event?.data as { stopsBefore?: number } | undefined)?.stopsBefore)).toEqual([
    0, 1, 2,
  ])
  await Promise.all(Array.from({ length: 3 }, () => act(token, doors[0]!.stopId, 'delivered')))
  expect(await Promise.all(doors.map(({ orderId }) => isTold(orderId)))).toEqual([[], ['delivery.arriving 4'], []])
  expect((await published(doors[1]!.orderId)).at(-1)).toMatchObject({
    sequence: 4,
    data: { eta: expect.any(String), courier: { firstName: 'Илья' }, trackingUrl: expect.any(String) },
  })
  // One of the doors is visited out of order: the next one is still the next.
  await act(token, doors[2]!.stopId, 'delivered')
  expect(await isTold(doors[1]!.orderId)).toHaveLength(1)
  expect((await track(doors[1]!.orderId)).body.history.at(-1)).toMatchObject({ status: 'departed' })
  expect((await track(doors[1]!.orderId)).body.history).toHaveLength(3)
})

test('a door that falls away, or stays shut, makes the one behind it the next', async () => {
  const { token, doors } = await underWay(3)
  await receive(cancelled(doors[0]!.orderId))
  expect(await isTold(doors[1]!.orderId)).toEqual(['delivery.arriving 4'])
  const { data, sequence } = (await published(doors[0]!.orderId)).at(-1)!
  expect(sequence).toBe(4)
  expect(data).toMatchObject({ courierId: '01900000-0000-7000-8000-000000000001', parcelReturns: true })
  await courierHttp('POST', '/api/courier/stops/{stopId}/failed', {
    token,
    params: { stopId: doors[1]!.stopId },
    body: { reason: 'nobody_home' },
  })
  expect(await isTold(doors[2]!.orderId)).toEqual(['delivery.arriving 4'])
})

test('an order that is called off before it has a courier is told to be so as well', async () => {
  const { orders } = await tripOf(service, 1)
  const orderId = orders[0] ?? ''
  await receive(cancelled(orderId))
  await receive(cancelled(orderId))
  expect(await types(orderId)).toEqual(['delivery.courier_assigned 2', 'delivery.cancelled 3'])
  expect((await published(orderId)).at(-1)?.data).toMatchObject({ parcelReturns: false })
})
