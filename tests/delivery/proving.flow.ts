import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ownBucket } from '../support/own-bucket.ts'
import { clearOrders, type DeliveryService, newOrderId, receive, startDelivery } from './support/delivery-service.ts'
import { courierHttp, courierToken, operatorHttp, tokenOf, track } from './support/http.ts'
import { anonymised, cancelled } from './support/order-events.ts'
import { act, depart, routeOf, tripOf } from './support/trip.ts'

let service: DeliveryService

beforeAll(async () => {
  service = await startDelivery()
  await ownBucket()
})
beforeEach(async () => {
  await service.db.admin.query('truncate delivery.refused_step, delivery.proof_photo, delivery.duty')
  await clearOrders(service)
})
afterAll(() => service.stop())

const deliver = (token: string, stopId: string, body: unknown) =>
  courierHttp('POST', '/api/courier/stops/{stopId}/delivered', { token, params: { stopId }, body })
const note = { kind: 'note', note: 'Отдал соседке из 13-й' }
const photo = (token: string, stopId: string, body: object = { mediaType: 'image/jpeg', sizeBytes: 9 }) =>
  courierHttp('POST', '/api/courier/stops/{stopId}/photos', { token, params: { stopId }, body })
const proofOf = async (orderId: string) =>
  operatorHttp('GET', '/api/operator/orders/{orderId}/delivery-proof', {
    token: await tokenOf({ role: 'operator', id: 'o-1' }),
    params: { orderId },
  })
const duty = (token: string, body: object) => courierHttp('PUT', '/api/courier/duty', { token, body })

const onTheRoad = async (body?: object) => {
  const { orders, token } = await tripOf(service, 1)
  const { route } = await routeOf(token)
  await courierHttp('POST', '/api/courier/routes/{routeId}/departed', { token, params: { routeId: route.id }, body })
  return { orderId: orders[0] ?? '', token, stopId: route.stops[0].id as string, routeId: route.id as string }
}

describe('a courier at the door', () => {
  test('asks for the code that the shopper sees once the parcel is on its way', async () => {
    const { orders, token } = await tripOf(service, 1)
    const orderId = orders[0] ?? ''
    expect((await track(orderId)).body.code).toBeNull()
    const { route } = await routeOf(token)
    await depart(token, route.id)
    const { code } = (await track(orderId)).body
    expect(code).toMatch(/^\d{4}$/)
    const wrong = { kind: 'code', code: code === '0000' ? '0001' : '0000' }
    const stopId = route.stops[0].id
    expect(await deliver(token, stopId, { proof: wrong })).toMatchObject({
      status: 400,
      body: { code: 'wrong_code', errors: [{ field: 'proof.code' }] },
    })
    expect(await deliver(token, stopId, { proof: { kind: 'code', code } })).toMatchObject({ status: 200 })
    expect((await track(orderId)).body).toMatchObject({ status: 'delivered', code: null })
    expect(await deliver(token, stopId, { proof: wrong })).toMatchObject({ status: 200 })
    expect((await proofOf(orderId)).body).toMatchObject({ kind: 'code', note: null, photo: null })
  })

  test('who tries five wrong codes, all at once, needs another proof', async () => {
    const { orderId, token, stopId } = await onTheRoad()
    const { code } = (await track(orderId)).body
    const others = Array.from({ length: 5 }, (_, index) => String((Number(code) + 1 + index) % 10_000).padStart(4, '0'))
    await Promise.all(others.map((one) => deliver(token, stopId, { proof: { kind: 'code', code: one } })))
    expect(await deliver(token, stopId, { proof: { kind: 'code', code } })).toMatchObject({ status: 400 })
    expect(await deliver(token, stopId, { proof: note })).toMatchObject({ status: 200 })
    expect((await proofOf(orderId)).body).toMatchObject(note)
  })

  test('may take a photo, which has to be there, of the size and kind it was announced with', async () => {
    const { orderId, token, stopId } = await onTheRoad()
    const { body } = await photo(token, stopId)
    const proof = { kind: 'photo', photoId: body.photoId }
    expect(await deliver(token, stopId, { proof })).toMatchObject({ status: 409, body: { code: 'not_uploaded' } })
    const send = (bytes: string, headers = body.upload.headers) =>
      fetch(body.upload.url, { method: 'PUT', headers, body: bytes })
    await send('nine byte')
    expect(await deliver(token, stopId, { proof })).toMatchObject({ status: 200 })
    const shown = (await proofOf(orderId)).body
    expect(shown).toMatchObject({ kind: 'photo', note: null })
    expect(await (await fetch(shown.photo.url)).text()).toBe('nine byte')
    await receive(anonymised(orderId))
    expect((await proofOf(orderId)).body).toMatchObject({ photo: null })
  })

  test('proves it with nothing else, nor with a photo of another door', async () => {
    const { token, stopId } = await onTheRoad()
    for (const proof of [undefined, {}, { kind: 'word' }, { kind: 'code', code: '12' }, { kind: 'note', note: '' }])
      expect(await deliver(token, stopId, { proof })).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    expect(await deliver(token, stopId, { proof: { kind: 'photo', photoId: newOrderId() } })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'proof.photoId' }] },
    })
    expect(await photo(token, stopId, { mediaType: 'text/html', sizeBytes: 9 })).toMatchObject({ status: 400 })
    expect(await photo(token, stopId, { mediaType: 'image/png', sizeBytes: 6_000_000 })).toMatchObject({ status: 400 })
    expect(await photo(token, newOrderId())).toMatchObject({ status: 404 })
    const other = await courierToken('01900000-0000-7000-8000-000000000002')
    expect(await photo(other, stopId)).toMatchObject({ status: 404 })
  })
})

describe('steps that were done without a line', () => {
  const at = (minutesAgo: number) => new Date(Date.now() - minutesAgo * 60_000).toISOString()

  test('keep their own time, within what is possible', async () => {
    const { orders, token } = await tripOf(service, 2)
    await service.db.admin.query(`update delivery.tracking_entry set at = at - interval '2 hours'`)
    const { route } = await routeOf(token)
    const [departedAt, first] = [at(50), at(30)]
    const left = await courierHttp('POST', '/api/courier/routes/{routeId}/departed', {
      token,
      params: { routeId: route.id },
      body: { happenedAt: departedAt },
    })
    expect(left.body).toMatchObject({ departedAt })
    const [one, two] = route.stops
    expect((await deliver(token, one.id, { proof: note, happenedAt: first })).body.deliveredAt).toBe(first)
    // A clock that is an hour late, and one that is an hour early.
    expect((await deliver(token, two.id, { proof: note, happenedAt: at(110) })).body.deliveredAt >= departedAt).toBe(
      true,
    )
    const histories = await Promise.all(orders.map(async (order) => (await track(order)).body.history))
    for (const history of histories) {
      const times = history.map((entry: { at: string }) => entry.at)
      expect(times).toEqual([...times].sort())
    }
    const later = await onTheRoad()
    const early = await deliver(later.token, later.stopId, { proof: note, happenedAt: at(-60) })
    expect(Date.parse(early.body.deliveredAt)).toBeLessThanOrEqual(Date.now())
  })

  test('keep it also if all of a trip is told at once, whatever the service tells of the next doors', async () => {
    const { orders, token } = await tripOf(service, 3)
    await service.db.admin.query(`update delivery.tracking_entry set at = at - interval '2 hours'`)
    // The plan changed while the courier had no line; that was no step of theirs.
    await service.db.admin.query(
      `with moved as (update delivery.delivery set version = version + 1 returning id, version)
       insert into delivery.tracking_entry (delivery_id, version, status, at, actor_role, correlation_id, reason)
       select id, version, 'assigned', now() - interval '5 minutes', 'delivery', 'a plan', 'rescheduled' from moved`,
    )
    const { route } = await routeOf(token)
    await courierHttp('POST', '/api/courier/routes/{routeId}/departed', {
      token,
      params: { routeId: route.id },
      body: { happenedAt: at(60) },
    })
    const times = [at(50), at(40), at(30)]
    const [one, two, three] = route.stops as { id: string }[]
    await deliver(token, one!.id, { proof: note, happenedAt: times[0] })
    expect((await deliver(token, two!.id, { proof: note, happenedAt: times[1] })).body.deliveredAt).toBe(times[1])
    await courierHttp('POST', '/api/courier/stops/{stopId}/failed', {
      token,
      params: { stopId: three!.id },
      body: { reason: 'nobody_home', happenedAt: times[2] },
    })
    const { rows } = await service.db.admin.query(
      `select stop.id, coalesce(delivered_at, failed_at) as at from delivery.delivery
         join delivery.stop on stop.delivery_id = delivery.id where order_id = any($1)`,
      [orders],
    )
    expect(Object.fromEntries(rows.map((row) => [row.id, row.at.toISOString()]))).toEqual({
      [one!.id]: times[0],
      [two!.id]: times[1],
      [three!.id]: times[2],
    })
  })

  test('of an order that was called off meanwhile are refused, and kept for who sorts it out', async () => {
    const { orderId, token, stopId } = await onTheRoad()
    await receive(cancelled(orderId))
    const said = { proof: note, happenedAt: at(0) }
    for (let time = 0; time < 2; time++)
      expect(await deliver(token, stopId, said)).toMatchObject({
        status: 409,
        body: { code: 'wrong_state', deliveryStatus: 'cancelled' },
      })
    const { rows } = await service.db.admin.query('select step, delivery_status from delivery.refused_step')
    expect(rows).toEqual([{ step: 'deliver', delivery_status: 'cancelled' }])
  })

  test('out of order are refused, and are nothing to sort out', async () => {
    const { orders, token } = await tripOf(service, 1)
    const { route } = await routeOf(token)
    expect(await act(token, route.stops[0].id, 'delivered')).toMatchObject({ status: 409 })
    expect((await service.db.admin.query('select from delivery.refused_step')).rowCount).toBe(0)
    expect((await proofOf(orders[0] ?? '')).status).toBe(404)
  })
})

describe('a courier’s working day', () => {
  test('begins and ends once, however often that is said, and not in the middle of a trip', async () => {
    const token = await courierToken('01900000-0000-7000-8000-000000000001')
    expect((await routeOf(token)).duty).toEqual({ onDuty: false, startedAt: null, endedAt: null })
    const begun = await Promise.all(Array.from({ length: 4 }, () => duty(token, { onDuty: true })))
    expect(new Set(begun.map(({ body }) => body.startedAt)).size).toBe(1)
    const { stopId } = await onTheRoad()
    expect(await duty(token, { onDuty: false })).toMatchObject({ status: 409, body: { code: 'wrong_state' } })
    await act(token, stopId, 'delivered')
    const ended = await duty(token, { onDuty: false })
    expect(ended.body).toMatchObject({
      onDuty: false,
      startedAt: begun[0]?.body.startedAt,
      endedAt: expect.any(String),
    })
    expect((await duty(token, { onDuty: false })).body).toEqual(ended.body)
    expect((await routeOf(token)).duty).toEqual(ended.body)
    const again = await duty(token, { onDuty: true, happenedAt: '2001-01-01T00:00:00Z' })
    expect(again.body.startedAt >= ended.body.endedAt).toBe(true)
    const { rows } = await service.db.admin.query('select count(*)::int as n from delivery.duty')
    expect(rows).toEqual([{ n: 2 }])
  })
})
