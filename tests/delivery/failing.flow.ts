import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  amend,
  clearOrders,
  type DeliveryService,
  deliveryOf,
  newOrderId,
  published,
  receive,
  reschedule,
  runSchedule,
  slotToCome,
  startDelivery,
} from './support/delivery-service.ts'
import { courierHttp } from './support/http.ts'
import { anonymised, cancelled } from './support/order-events.ts'
import { act, depart, routeOf, tripOf, types } from './support/trip.ts'

let service: DeliveryService

beforeAll(async () => {
  service = await startDelivery()
})
beforeEach(() => clearOrders(service))
afterAll(() => service.stop())

const fail = (token: string, stopId: string, body: object = { reason: 'nobody_home' }) =>
  courierHttp('POST', '/api/courier/stops/{stopId}/failed', { token, params: { stopId }, body })

const onTheRoad = async () => {
  const { orders, token } = await tripOf(service, 1)
  const orderId = orders[0] ?? ''
  const { route } = await routeOf(token)
  await depart(token, route.id)
  return { orderId, token, stopId: (await deliveryOf(orderId))?.stopId ?? '' }
}

describe('a courier who comes in vain', () => {
  test('says why; it is told once, and the parcel is brought again in a later slot', async () => {
    const { orderId, token, stopId } = await onTheRoad()
    const answers = await Promise.all(Array.from({ length: 3 }, () => fail(token, stopId)))
    expect(answers.map(({ status, body }) => [status, body.status])).toEqual(Array(3).fill([200, 'failed']))
    expect((await published(orderId)).at(-1)).toMatchObject({
      type: 'delivery.failed',
      data: { reason: 'nobody_home', attempt: 1, triedAgain: true },
    })
    const before = await deliveryOf(orderId)
    expect(await runSchedule()).toMatchObject({ replanned: 1 })
    const after = await deliveryOf(orderId)
    expect(after).toMatchObject({ status: 'assigned' })
    expect(after?.stopId).not.toBe(before?.stopId)
    expect(await types(orderId)).toEqual([
      'delivery.courier_assigned 2',
      'delivery.departed 3',
      'delivery.failed 4',
      'delivery.courier_assigned 6',
    ])
  })

  test('for what was refused leaves it to an operator, and a cancellation ends it', async () => {
    const { orderId, token, stopId } = await onTheRoad()
    await fail(token, stopId, { reason: 'refused', comment: 'Передумали' })
    expect(await runSchedule()).toMatchObject({ replanned: 0 })
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'failed' })
    await receive(cancelled(orderId))
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'cancelled' })
  })

  test('for the last time ends the delivery once the goods are back, once, and nothing brings it any more', async () => {
    const { orderId, token, stopId } = await onTheRoad()
    await service.db.admin.query('update delivery.delivery set failures = 2 where order_id = $1', [orderId])
    await fail(token, stopId)
    expect((await published(orderId)).at(-1)).toMatchObject({ data: { attempt: 3, triedAgain: false } })
    await service.db.admin.query(`update delivery.route set returns_at = now() + interval '1 hour'`)
    expect(await runSchedule()).toMatchObject({ replanned: 0, givenUp: 0 })
    await service.db.admin.query(`update delivery.route set returns_at = now() - interval '1 minute'`)
    const runs = await Promise.all([runSchedule(), runSchedule(), runSchedule()])
    expect(runs.reduce((sum, { givenUp }) => sum + givenUp, 0)).toBe(1)
    const { version, status } = (await deliveryOf(orderId))!
    expect(status).toBe('cancelled')
    const returned = (await published(orderId)).filter(({ type }) => type === 'delivery.returned')
    expect(returned).toMatchObject([{ sequence: version, data: { orderId, attempts: 3, reason: 'nobody_home' } }])
    expect(await reschedule(orderId, await slotToCome(4))).toMatchObject({ ok: false, code: 'wrong_state' })
    expect(await receive(cancelled(orderId))).toEqual([])
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'cancelled', version })
  })

  test('for the last time, but refused, leaves it to an operator; one who gives it another slot is not overruled', async () => {
    const { orderId, token, stopId } = await onTheRoad()
    await service.db.admin.query('update delivery.delivery set failures = 2 where order_id = $1', [orderId])
    await fail(token, stopId, { reason: 'refused' })
    await service.db.admin.query(`update delivery.route set returns_at = now() - interval '1 minute'`)
    expect(await runSchedule()).toMatchObject({ givenUp: 0 })
    await service.db.admin.query(`update delivery.delivery set failure_reason = 'nobody_home' where order_id = $1`, [
      orderId,
    ])
    await Promise.all([reschedule(orderId, await slotToCome(4)), runSchedule()])
    const { status } = (await deliveryOf(orderId))!
    const types = (await published(orderId)).map(({ type }) => type)
    if (status === 'cancelled') expect(types.at(-1)).toBe('delivery.returned')
    else expect(types).not.toContain('delivery.returned')
    expect(['assigned', 'cancelled']).toContain(status)
  })

  test("whose shopper is forgotten leaves nothing of them behind, the courier's words included", async () => {
    const { orderId, token, stopId } = await onTheRoad()
    await fail(token, stopId, { reason: 'refused', comment: 'Мария передумала' })
    await receive(cancelled(orderId))
    await service.db.admin.query(
      `insert into delivery.hold (order_id, attempt, slot_id, state, lat, lon)
       select order_id, 9, slot_id, 'released', 52.97811, 36.06533 from delivery.delivery where order_id = $1`,
      [orderId],
    )
    await receive(anonymised(orderId))
    await receive(anonymised(orderId))
    const { rows } = await service.db.admin.query(
      `select to_jsonb(d) as delivery, (select jsonb_agg(e) from delivery.tracking_entry e where delivery_id = d.id) as entries,
              (select jsonb_agg(h) from delivery.hold h where order_id = d.order_id and lat is not null) as doors
         from delivery.delivery d where order_id = $1`,
      [orderId],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0].entries).toContainEqual(expect.objectContaining({ reason: 'refused', comment: null }))
    expect(rows[0].doors).toBeNull()
    expect(JSON.stringify(rows)).not.toMatch(/Мария|\+79161234567|Садовая/)
  })

  test('must have set off, and must say why', async () => {
    const { orders, token } = await tripOf(service, 1)
    const stopId = (await deliveryOf(orders[0] ?? ''))?.stopId ?? ''
    expect(await fail(token, stopId)).toMatchObject({ status: 409, body: { code: 'wrong_state' } })
    expect(await fail(token, stopId, {})).toMatchObject({ status: 400, body: { errors: [{ field: 'reason' }] } })
    expect(await act(token, stopId, 'handed-over')).toMatchObject({ status: 200 })
  })
})

describe('less than was ordered', () => {
  test('is brought once that was agreed, however often and late it is asked for again; not once the parcel is packed', async () => {
    const { orders, token } = await tripOf(service, 1)
    const orderId = orders[0] ?? ''
    const content = { orderId, items: [{ name: { ru: 'Чайник', en: 'Kettle' }, quantity: 1 }], weightGrams: 900 }
    const change = { ...content, contentVersion: 4, changeId: newOrderId(), totalMinor: 200_000 }
    expect(await amend(change)).toMatchObject({ ok: true })
    const { route } = await routeOf(token)
    await depart(token, route.id)
    expect(await amend({ ...change, contentVersion: 5 })).toMatchObject({ ok: true })
    const other = { ...content, contentVersion: 6, changeId: newOrderId(), totalMinor: 100_000 }
    expect(await amend(other)).toMatchObject({ ok: false, code: 'wrong_state' })
    const { rows } = await service.db.admin.query(
      'select total_minor::int, content_version from delivery.delivery where order_id = $1',
      [orderId],
    )
    expect(rows).toEqual([{ total_minor: 200_000, content_version: 4 }])
  })
})
