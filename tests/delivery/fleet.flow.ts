import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  clearOrders,
  type DeliveryService,
  deliveryOf,
  hold,
  newOrderId,
  receive,
  runSchedule,
  slotToCome,
  startDelivery,
} from './support/delivery-service.ts'
import { operatorHttp, shopHttp, tokenOf } from './support/http.ts'
import { addressNumber, confirmed } from './support/order-events.ts'
import { planFaults } from './support/plan-faults.ts'

let service: DeliveryService

beforeAll(async () => {
  service = await startDelivery()
})
beforeEach(() => clearOrders(service))
afterAll(() => service.stop())

const ilya = '01900000-0000-7000-8000-000000000001'
interface Sent {
  params?: Record<string, string>
  body?: unknown
  revision?: number
}
const call = async (method: string, path: string, { params, body, revision }: Sent = {}) =>
  operatorHttp(method, path, {
    token: await tokenOf({ role: 'operator', id: 'o-1' }),
    ...(params && { params }),
    body,
    headers: revision === undefined ? {} : { 'If-Match': `"${revision}"` },
  })
const couriers = '/api/operator/couriers'
const courier = `${couriers}/{courierId}`
const templates = '/api/operator/delivery/slot-templates'
const template = `${templates}/{templateId}`
const auditOf = async (id: string) =>
  (
    await service.db.admin.query(
      'select action, before, after from delivery.audit_log where target_id = $1 order by id',
      [id],
    )
  ).rows

const week = (startsMinute: number, endsMinute: number, breaks: object[] = []) =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startsMinute, endsMinute, breaks }))
const settings = (change: object = {}) => ({
  firstName: 'Марат',
  depotId: 'depot-1',
  capacityGrams: 90_000,
  speedFactor: 0.7,
  week: week(570, 1110, [{ fromMinute: 780, untilMinute: 840, minutes: 45 }]),
  ...change,
})

describe('a courier', () => {
  test('is added, works at once, is changed by revision and removed; each leaves a line of who did it', async () => {
    await service.db.admin.query('delete from delivery.shift')
    const slotId = await slotToCome()
    expect(await hold({ orderId: newOrderId(), slotId })).toMatchObject({ code: 'slot_taken' })
    const added = await call('POST', couriers, { body: settings() })
    expect(added).toMatchObject({
      status: 201,
      headers: { etag: '"1"' },
      body: { firstName: 'Марат', speedFactor: 0.7 },
    })
    const params = { courierId: added.body.id }
    expect((await call('GET', courier, { params })).body).toEqual(added.body)
    const orderId = newOrderId()
    expect(await hold({ orderId, slotId })).toMatchObject({ ok: true })
    await receive(confirmed({ orderId, slotId }))
    expect(await deliveryOf(orderId)).toMatchObject({ courierId: added.body.id })
    const body = settings({ week: week(600, 1200) })
    const both = await Promise.all([1, 2].map(() => call('PUT', courier, { params, body, revision: 1 })))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
    expect(await call('DELETE', courier, { params, revision: 2 })).toMatchObject({ status: 204 })
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'unassigned', slotId })
    expect(await call('GET', courier, { params })).toMatchObject({ status: 404 })
    expect((await call('GET', couriers)).body.couriers).toHaveLength(4)
    expect((await auditOf(added.body.id)).map(({ action }) => action)).toEqual([
      'courier.add',
      'courier.change',
      'courier.remove',
    ])
  })

  test('whose shift ends before the last stop leaves that to others at once, and all plans can be driven', async () => {
    const late = await slotToCome(3)
    await service.db.admin.query('delete from delivery.shift where courier_id <> $1', [ilya])
    const [noon, evening] = [newOrderId(), newOrderId()]
    await receive(confirmed({ orderId: noon, slotId: await slotToCome(2), address: addressNumber(1) }))
    await receive(confirmed({ orderId: evening, slotId: late, address: addressNumber(2) }))
    await call('POST', couriers, {
      body: settings({ week: week(960, 1300, [{ fromMinute: 1000, untilMinute: 1090, minutes: 40 }]), speedFactor: 1 }),
    })
    const { body } = await call('GET', courier, { params: { courierId: ilya } })
    const { id: _, revision, ...before } = body
    const shorter = { ...before, week: week(570, 16 * 60) }
    expect(await call('PUT', courier, { params: { courierId: ilya }, body: shorter, revision })).toMatchObject({
      status: 200,
    })
    expect(await deliveryOf(noon)).toMatchObject({ status: 'assigned', courierId: ilya })
    expect(await deliveryOf(evening)).toMatchObject({ status: 'assigned', slotId: late })
    expect((await deliveryOf(evening))?.courierId).not.toBe(ilya)
    expect(await planFaults(late)).toEqual([])
  })

  test.each<[string, object]>([
    ['depotId', { depotId: 'nowhere' }],
    ['capacityGrams', { capacityGrams: 0 }],
    ['speedFactor', { speedFactor: 0 }],
    ['week', { week: [...week(570, 600).slice(0, 1), ...week(600, 700).slice(0, 1)] }],
    ['week.0.endsMinute', { week: week(600, 600) }],
    ['week.0.breaks.0', { week: week(600, 700, [{ fromMinute: 650, untilMinute: 690, minutes: 30 }]) }],
    ['week.0.breaks.0.untilMinute', { week: week(600, 900, [{ fromMinute: 650, untilMinute: 640, minutes: 30 }]) }],
  ])('is refused by the name of what is wrong: %s', async (field, wrong) => {
    const answer = await call('POST', couriers, { body: settings(wrong) })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    expect(answer.body.errors.map((one: { field: string }) => one.field)).toContain(field)
  })
})

describe('a depot', () => {
  test('is added once, moved by revision, and its trips are fitted to the new place', async () => {
    const depot = { name: { ru: 'Восток', en: 'East' }, location: { lat: 57.35, lon: 41.1 } }
    const path = '/api/operator/delivery/depots'
    expect(await call('POST', path, { body: { id: 'east', ...depot } })).toMatchObject({
      status: 201,
      headers: { etag: '"1"' },
    })
    expect(await call('POST', path, { body: { id: 'east', ...depot } })).toMatchObject({
      status: 409,
      body: { code: 'already_exists' },
    })
    const slotId = await slotToCome()
    const orderId = newOrderId()
    await receive(confirmed({ orderId, slotId }))
    const change = { params: { depotId: 'depot-1' }, body: { ...depot, location: { lat: 60, lon: 41 } } }
    expect(await call('PUT', `${path}/{depotId}`, { ...change, revision: 7 })).toMatchObject({
      status: 412,
      body: { revision: 1 },
    })
    expect(await call('PUT', `${path}/{depotId}`, { ...change, revision: 1 })).toMatchObject({
      status: 200,
      body: { revision: 2 },
    })
    // Hundreds of kilometres away: nobody gets there from it.
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'unassigned', slotId })
    const { rows } = await service.db.admin.query(
      `select before -> 'location' as before from delivery.audit_log where target_id = 'depot-1'`,
    )
    await service.db.admin.query(`update delivery.depot set lat = $1, lon = $2 where id = 'depot-1'`, [
      rows[0].before.lat,
      rows[0].before.lon,
    ])
    await runSchedule()
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'assigned', slotId })
  })
})

describe('windows that are offered', () => {
  const offered = async () =>
    (await shopHttp('GET', '/api/delivery/slots')).body.slots.map(({ id }: { id: string }) => id) as string[]

  test('are added, changed and taken away, and slots to come follow at once; who has a place keeps it', async () => {
    const body = {
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      startsMinute: 11 * 60 + 30,
      endsMinute: 13 * 60,
      cutoffMinutes: 30,
      capacity: 2,
    }
    const added = await call('POST', templates, { body })
    expect(added).toMatchObject({ status: 201, body: { revision: 1 } })
    const params = { templateId: added.body.id }
    const ours = (await offered()).filter((id) => id.endsWith('-1130'))
    expect(ours.length).toBeGreaterThanOrEqual(7)
    expect(await call('POST', templates, { body: { ...body, weekdays: [3] } })).toMatchObject({
      status: 409,
      body: { code: 'already_exists' },
    })
    const slotId = ours[2]!
    const orderId = newOrderId()
    await hold({ orderId, slotId })
    await receive(confirmed({ orderId, slotId }))
    const changed = { params, body: { ...body, capacity: 1 } }
    expect(await call('PUT', template, { ...changed, revision: 4 })).toMatchObject({ status: 412 })
    expect(await call('PUT', template, { ...changed, revision: 1 })).toMatchObject({
      status: 200,
      body: { capacity: 1 },
    })
    expect(await hold({ orderId: newOrderId(), slotId })).toMatchObject({ code: 'slot_taken' })
    expect(await hold({ orderId: newOrderId(), slotId: ours[3]! })).toMatchObject({ ok: true })
    expect(await call('DELETE', template, { params, revision: 2 })).toMatchObject({ status: 204 })
    expect((await offered()).filter((id) => id.endsWith('-1130'))).toEqual([])
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'assigned', slotId })
    expect((await auditOf(added.body.id)).map(({ action }) => action)).toEqual([
      'slot_template.add',
      'slot_template.change',
      'slot_template.remove',
    ])
  })

  test('can be set apart for one day: its bound and cut-off stay, whatever the schedule writes', async () => {
    const slotId = await slotToCome()
    const path = '/api/operator/delivery/slots/{slotId}'
    const put = (body: object, revision: number) => call('PUT', path, { params: { slotId }, body, revision })
    expect(await put({ capacity: 1, cutoffMinutes: 90 }, 1)).toMatchObject({
      status: 200,
      body: { capacity: 1, cutoffMinutes: 90, revision: 2 },
    })
    expect(await put({ capacity: 5, cutoffMinutes: 90 }, 1)).toMatchObject({ status: 412, body: { revision: 2 } })
    await runSchedule()
    expect(await hold({ orderId: newOrderId(), slotId })).toMatchObject({ ok: true })
    expect(await hold({ orderId: newOrderId(), slotId })).toMatchObject({ code: 'slot_taken' })
    const date = `${slotId.slice(0, 4)}-${slotId.slice(4, 6)}-${slotId.slice(6, 8)}`
    const { body } = await call('GET', '/api/operator/delivery/days/{date}/slots', { params: { date } })
    expect(body.slots.find(({ id }: { id: string }) => id === slotId)).toMatchObject({
      capacity: 1,
      taken: 1,
      cutoffMinutes: 90,
    })
    // Closed long before it begins.
    expect(await put({ capacity: null, cutoffMinutes: 7 * 24 * 60 }, 2)).toMatchObject({ status: 200 })
    expect(await hold({ orderId: newOrderId(), slotId })).toMatchObject({
      code: 'slot_taken',
      details: { reason: 'closed' },
    })
    expect(await put({ capacity: -1, cutoffMinutes: 0 }, 3)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'capacity' }] },
    })
  })
})
