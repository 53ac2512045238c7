import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { clearOrders, type DeliveryService, runSchedule, startDelivery } from './support/delivery-service.ts'
import { courierHttp, courierToken, shopHttp, track } from './support/http.ts'
import { act, depart, routeOf, tripOf } from './support/trip.ts'

let service: DeliveryService

beforeAll(async () => {
  service = await startDelivery()
})
beforeEach(async () => {
  await service.db.admin.query('truncate delivery.courier_position')
  await clearOrders(service)
})
afterAll(() => service.stop())

const at = (secondsAgo: number) => new Date(Date.now() - secondsAgo * 1000).toISOString()
const report = (token: string, ...points: unknown[]) =>
  courierHttp('POST', '/api/courier/positions', { token, body: { points } })
const here = { lat: 57.3737, lon: 41.1 }

/** Two orders of one trip that left ten minutes ago; the order that is brought first comes first. */
const onTheRoad = async () => {
  const { orders, token } = await tripOf(service, 2)
  const { route } = await routeOf(token)
  await depart(token, route.id)
  await service.db.admin.query(`update delivery.route set departed_at = now() - interval '10 minutes'`)
  const byDoor = route.stops.map((stop: { id: string; orderNumber: string }) => ({
    stopId: stop.id,
    orderId: orders.find((id) => stop.orderNumber.endsWith(id.slice(-6))) ?? '',
  }))
  return { token, route, first: byDoor[0], last: byDoor[1] }
}

describe('where the courier is', () => {
  test('is shown to the shopper while the order is on its way, at the last place only', async () => {
    const { orders, token } = await tripOf(service, 1)
    const order = orders[0] ?? ''
    expect(await report(token, { ...here, at: at(0) })).toMatchObject({
      status: 200,
      body: { kept: 0, dropped: { offTrip: 1 } },
    })
    const planned = await track(order)
    expect(planned.body).toMatchObject({ position: null, destination: { lat: expect.any(Number) } })
    const { route } = await routeOf(token)
    await depart(token, route.id)
    await service.db.admin.query(`update delivery.route set departed_at = now() - interval '10 minutes'`)
    const moved = { lat: 57.371, lon: 41.11 }
    const sent = await report(token, { ...moved, at: at(5) }, { ...here, at: at(60) }, { ...moved, at: at(-3600) })
    expect(sent.body).toMatchObject({ kept: 2, dropped: { future: 1 } })
    const shown = await track(order)
    expect(shown.body.position).toMatchObject(moved)
    expect(await track(order, { 'If-None-Match': shown.headers.etag ?? '' })).toMatchObject({ status: 304 })
    await act(token, route.stops[0].id, 'delivered')
    expect((await track(order)).body).toMatchObject({ status: 'delivered', position: null, destination: null })
  })

  test('moves the times of the doors ahead', async () => {
    const { token, last } = await onTheRoad()
    // The windows have begun: the way alone decides.
    await service.db.admin.query(
      `update delivery.slot set cutoff_at = now() - interval '2 hours', starts_at = now() - interval '1 hour' where id in (select slot_id from delivery.delivery)`,
    )
    const { body: before } = await track(last.orderId)
    const minutesFrom = async (place: object) => {
      await service.db.admin.query('truncate delivery.courier_position')
      await report(token, { ...place, at: at(0) })
      return (Date.parse((await track(last.orderId)).body.eta) - Date.now()) / 60_000
    }
    const fromFar = await minutesFrom({ lat: 57.39, lon: 41.19 })
    const fromHere = await minutesFrom(here)
    expect(Date.parse(before.eta)).toBeGreaterThan(Date.now() + 24 * 3_600_000)
    expect(fromHere).toBeGreaterThan(5)
    expect(fromFar).toBeGreaterThan(fromHere + 5)
  })

  test('on the moon, in the future, twice: dropped and counted, and the good ones of the batch are kept', async () => {
    const { token } = await onTheRoad()
    const batch = [
      { ...here, at: at(120) },
      { ...here, at: at(120) },
      { lat: 384_400, lon: 1e300, at: at(60) },
      { ...here, at: at(-600) },
      { ...here, at: at(30), accuracyM: 3000 },
    ]
    expect((await report(token, ...batch)).body).toEqual({
      kept: 1,
      dropped: { future: 1, offTrip: 0, offMap: 1, imprecise: 1, redundant: 1 },
    })
    expect((await report(token, ...batch)).body).toMatchObject({ kept: 0, dropped: { redundant: 2 } })
    const racing = await Promise.all(Array.from({ length: 4 }, () => report(token, { ...here, at: at(1) })))
    expect(racing.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  })

  test('by a clock that is minutes off is put right, if the phone says what it shows', async () => {
    const { token } = await onTheRoad()
    const tell = (sentSecondsAgo: number, ...points: unknown[]) =>
      courierHttp('POST', '/api/courier/positions', { token, body: { points, sentAt: at(sentSecondsAgo) } })
    const ahead = { ...here, at: at(-7 * 60 + 120) }
    expect((await report(token, ahead)).body).toMatchObject({ kept: 0, dropped: { future: 1 } })
    expect((await tell(-7 * 60, ahead, { ...here, at: at(-20 * 60) })).body).toMatchObject({
      kept: 1,
      dropped: { future: 1 },
    })
    const { rows } = await service.db.admin.query(
      'select extract(epoch from now() - at)::float8 as ago from delivery.courier_position',
    )
    expect(rows[0].ago).toBeGreaterThan(110)
    expect(rows[0].ago).toBeLessThan(300)
    // A clock of another day is no clock.
    expect((await tell(-3 * 86_400, { ...here, at: at(-3 * 86_400) })).body).toMatchObject({ dropped: { future: 1 } })
  })

  test('is newer than a step that was told late: the times of the doors ahead go by it', async () => {
    const { token, first, last } = await onTheRoad()
    await service.db.admin.query(
      `update delivery.slot set cutoff_at = now() - interval '2 hours', starts_at = now() - interval '1 hour' where id in (select slot_id from delivery.delivery)`,
    )
    await report(token, { lat: 57.39, lon: 41.19, at: at(0) })
    const { eta } = (await track(last.orderId)).body
    await courierHttp('POST', '/api/courier/stops/{stopId}/delivered', {
      token,
      params: { stopId: first.stopId },
      body: { proof: { kind: 'note', note: 'Отдал лично' }, happenedAt: at(300) },
    })
    const after = (await track(last.orderId)).body.eta
    const { rows } = await service.db.admin.query('select lat, lon from delivery.delivery where order_id = $1', [
      last.orderId,
    ])
    // From the place where the courier was seen, straight to the last door.
    const far = Math.hypot((rows[0].lat - 57.39) * 111, (rows[0].lon - 41.19) * 60)
    expect(far).toBeGreaterThan(2)
    expect(Date.parse(after) - Date.now()).toBeGreaterThan((far / 60) * 3_600_000)
    expect(Date.parse(after)).toBeLessThanOrEqual(Date.parse(eta) + 60_000)
  })

  test('is refused as a whole only if it is no list of places, or too long', async () => {
    const { token } = await onTheRoad()
    expect(await report(token)).toMatchObject({ status: 400, body: { errors: [{ field: 'points' }] } })
    expect(await report(token, { lat: '1', lon: 2, at: at(0) })).toMatchObject({ status: 400 })
    expect(await report(token, ...Array(201).fill({ ...here, at: at(0) }))).toMatchObject({ status: 400 })
    const stranger = await courierToken('01900000-0000-7000-8000-0000000000ff')
    expect(await report(stranger, { ...here, at: at(0) })).toMatchObject({ status: 404 })
    expect(await shopHttp('POST', '/api/courier/positions', {})).toMatchObject({ status: 404 })
  })

  test('of an hour ago is shown to nobody, and after a day nobody has it', async () => {
    const { token, last } = await onTheRoad()
    await report(token, { ...here, at: at(0) })
    await service.db.admin.query(`update delivery.route set departed_at = now() - interval '2 days'`)
    await service.db.admin.query(`update delivery.courier_position set at = now() - interval '1 hour'`)
    expect((await track(last.orderId)).body.position).toBeNull()
    await runSchedule()
    const count = async () =>
      (await service.db.admin.query('select count(*)::int as n from delivery.courier_position')).rows[0].n
    expect(await count()).toBe(1)
    await service.db.admin.query(`update delivery.courier_position set at = now() - interval '25 hours'`)
    await runSchedule()
    expect(await count()).toBe(0)
  })
})
