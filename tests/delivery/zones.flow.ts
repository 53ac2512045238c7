import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  clearOrders,
  type DeliveryService,
  deliveryOf,
  hold,
  newOrderId,
  quoteFee,
  receive,
  reschedule,
  slotToCome,
  startDelivery,
} from './support/delivery-service.ts'
import { courierHttp, operatorHttp, tokenOf } from './support/http.ts'
import { address, confirmed } from './support/order-events.ts'
import { depart, routeOf, tripOf } from './support/trip.ts'
import { readZone } from './support/zones.ts'

let service: DeliveryService

beforeAll(async () => {
  service = await startDelivery()
})
beforeEach(() => clearOrders(service))
afterAll(() => service.stop())

const zones = '/api/operator/delivery/zones'
const depots = '/api/operator/delivery/depots'
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
const zone = (method: 'PUT' | 'DELETE', zoneId: string, revision: number, body?: object) =>
  call(method, `${zones}/{zoneId}`, { params: { zoneId }, revision, body })
type Located = NonNullable<Parameters<typeof confirmed>[0]['address']>
const idsOf = async () => (await call('GET', zones)).body.zones.map(({ id }: { id: string }) => id)
const auditOf = async (id: string) =>
  (
    await service.db.admin.query(
      'select action, before, after from delivery.audit_log where target_id = $1 order by id',
      [id],
    )
  ).rows

const square = (west: number, south: number, east: number, north: number) => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
]
/** Around the address of every test's order, which is in the centre. */
const quarter = square(41.09, 57.35, 41.15, 57.38)
const fee = { feeMinor: 7_700, freeFromMinor: null, weightSteps: [{ fromGrams: 9_000, extraMinor: 500 }] }
const settings = { name: { ru: 'Квартал', en: 'Quarter' }, fee, outline: quarter }

describe('a zone', () => {
  test('is added as the last to be asked, or before others, and the first that holds an address says what it costs', async () => {
    const before = await idsOf()
    const added = await call('POST', zones, { body: { id: 'quarter', ...settings } })
    expect(added).toMatchObject({ status: 201, headers: { etag: '"1"' }, body: { id: 'quarter', revision: 1, fee } })
    expect(added.body.outline).toEqual([...quarter, quarter[0]])
    expect(await idsOf()).toEqual([...before, 'quarter'])
    expect(await quoteFee({ address })).not.toMatchObject({ output: { fee } })
    expect(await zone('PUT', 'quarter', 1, { ...settings, place: 1 })).toMatchObject({ status: 200 })
    expect(await idsOf()).toEqual(['quarter', ...before])
    expect(await quoteFee({ address })).toMatchObject({ output: { fee } })
    expect(await zone('PUT', 'quarter', 2, { ...settings, place: 999 })).toMatchObject({ status: 200 })
    expect(await idsOf()).toEqual([...before, 'quarter'])
    expect(await call('POST', zones, { body: { id: 'quarter', ...settings } })).toMatchObject({
      status: 409,
      body: { code: 'already_exists' },
    })
    expect(await zone('DELETE', 'quarter', 3)).toMatchObject({ status: 204 })
    expect(await readZone('quarter')).toMatchObject({ status: 404 })
    expect(await idsOf()).toEqual(before)
    const log = await auditOf('quarter')
    expect(log.map(({ action }) => action)).toEqual(['zone.add', 'zone.change', 'zone.change', 'zone.remove'])
    expect(log[3]).toMatchObject({ before: { feeMinor: 7_700, outline: [...quarter, quarter[0]] } })
  })

  test('that was removed comes back under its id with its next revision, and its rules of before are kept', async () => {
    await call('POST', zones, { body: { id: 'island', ...settings } })
    await zone('DELETE', 'island', 1)
    const again = await call('POST', zones, { body: { id: 'island', ...settings, place: 2 } })
    expect(again).toMatchObject({ status: 201, headers: { etag: '"3"' } })
    expect((await idsOf())[1]).toBe('island')
    const { rows } = await service.db.admin.query(
      `select revision from delivery.zone_change where zone_id = 'island' order by revision`,
    )
    expect(rows.map(({ revision }) => revision)).toEqual([1, 3])
    await zone('DELETE', 'island', 3)
  })

  test('that ends takes no orders; what was ordered, or is at checkout, is brought and can be put off', async () => {
    const slotId = await slotToCome()
    const [ordered, held] = [newOrderId(), newOrderId()]
    await receive(confirmed({ orderId: ordered, slotId }))
    const begun = (await hold({ orderId: held, slotId })) as unknown as { output: { address: Located } }
    const known = (await call('GET', zones)).body.zones
    const far = square(41.04, 57.331, 41.05, 57.335)
    await call('POST', zones, { body: { id: 'far', ...settings, outline: far } })
    for (const { id, revision } of known) expect(await zone('DELETE', id, revision)).toMatchObject({ status: 204 })
    try {
      expect(await hold({ orderId: newOrderId(), slotId })).toMatchObject({ ok: false, code: 'out_of_zone' })
      expect(await quoteFee({ address })).toMatchObject({ ok: false, code: 'out_of_zone' })
      await receive(confirmed({ orderId: held, slotId, address: begun.output.address }))
      for (const orderId of [ordered, held]) expect(await deliveryOf(orderId)).toMatchObject({ status: 'assigned' })
      expect(await reschedule(ordered, await slotToCome(3))).toMatchObject({ ok: true })
      expect(await zone('DELETE', 'far', 1)).toMatchObject({ status: 409, body: { code: 'in_use', isLast: true } })
    } finally {
      for (const { id, revision: _, ...rest } of known) await call('POST', zones, { body: { id, ...rest } })
    }
    expect(await zone('DELETE', 'far', 1)).toMatchObject({ status: 204 })
    expect(await hold({ orderId: newOrderId(), slotId })).toMatchObject({ ok: true })
  })

  test('gets no place twice, whoever comes at once', async () => {
    const ids = Array.from({ length: 6 }, (_, n) => `at-once-${n}`)
    const answers = await Promise.all([
      ...ids.map((id) => call('POST', zones, { body: { id, ...settings, place: 2 } })),
      ...ids.map(() => call('POST', zones, { body: { id: 'the-same', ...settings, place: 1 } })),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([
      201, 201, 201, 201, 201, 201, 201, 409, 409, 409, 409, 409,
    ])
    const { rows } = await service.db.admin.query(
      'select position from delivery.zone where given_up_at is null order by position',
    )
    expect(rows.map(({ position }) => position)).toEqual(rows.map((_, index) => index + 1))
    const removed = await Promise.all([...ids, 'the-same', 'the-same'].map((id) => zone('DELETE', id, 1)))
    expect(removed.map(({ status }) => status).sort()).toEqual([204, 204, 204, 204, 204, 204, 204, 404])
  })

  test.each<[string, unknown]>([
    ['outline', quarter.slice(0, 2)],
    ['outline', Array.from({ length: 401 }, (_, n) => [41 + n / 1e5, 57.35])],
    ['outline.0', [quarter[0], quarter[2], quarter[1], quarter[3]]],
    ['outline.1', [quarter[0], quarter[1], quarter[1], quarter[2]]],
    ['outline.1.0', [quarter[0], [181, 57.35], quarter[2]]],
    ['outline.1', [quarter[0], quarter[1]?.toReversed(), quarter[2]]],
  ])('is refused an outline that is none, by the corner: %s', async (field, outline) => {
    const added = await call('POST', zones, { body: { id: 'crooked', ...settings, outline } })
    expect(added).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ field }] } })
    const { body } = await readZone('town')
    const changed = await zone('PUT', 'town', body.revision, { name: body.name, fee: body.fee, outline })
    expect(changed).toMatchObject({ status: 400, body: { errors: [{ field }] } })
    expect((await readZone('town')).body).toEqual(body)
  })
})

describe('a depot', () => {
  const depot = { name: { ru: 'Восток', en: 'East' }, location: { lat: 57.35, lon: 41.1 } }
  const courier = (depotId: string) => ({
    firstName: 'Марат',
    depotId,
    capacityGrams: 90_000,
    speedFactor: 1,
    week: [],
  })
  const remove = (depotId: string, revision: number) =>
    call('DELETE', `${depots}/{depotId}`, { params: { depotId }, revision })

  test('is given up by revision once nobody begins there, and told what still needs it', async () => {
    await call('POST', depots, { body: { id: 'east', ...depot } })
    const { body } = await call('POST', '/api/operator/couriers', { body: courier('east') })
    expect(await remove('east', 7)).toMatchObject({ status: 412, body: { revision: 1 } })
    expect(await remove('east', 1)).toMatchObject({
      status: 409,
      body: { code: 'in_use', couriers: [{ id: body.id, firstName: 'Марат' }], tripsUnderWay: 0 },
    })
    const params = { courierId: body.id }
    await call('PUT', '/api/operator/couriers/{courierId}', { params, body: courier('depot-1'), revision: 1 })
    expect(await remove('east', 1)).toMatchObject({ status: 204 })
    expect(await remove('east', 2)).toMatchObject({ status: 404 })
    expect((await call('GET', depots)).body.depots.map(({ id }: { id: string }) => id)).toEqual(['depot-1'])
    expect(await call('POST', '/api/operator/couriers', { body: courier('east') })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'depotId' }] },
    })
    expect(await call('POST', depots, { body: { id: 'east', ...depot } })).toMatchObject({
      status: 201,
      headers: { etag: '"3"' },
    })
    expect(await remove('east', 3)).toMatchObject({ status: 204 })
    expect((await auditOf('east')).map(({ action }) => action)).toEqual([
      'depot.add',
      'depot.remove',
      'depot.add',
      'depot.remove',
    ])
  })

  test('stays while a trip that began there is on the road, even if its courier has left the fleet', async () => {
    const { token } = await tripOf(service, 1)
    const { route } = await routeOf(token)
    await depart(token, route.id)
    const couriers = (await call('GET', '/api/operator/couriers')).body.couriers as { id: string }[]
    for (const { id } of couriers) {
      const params = { courierId: id }
      const { body } = await call('GET', '/api/operator/couriers/{courierId}', { params })
      await call('DELETE', '/api/operator/couriers/{courierId}', { params, revision: body.revision })
    }
    expect(await remove('depot-1', 1)).toMatchObject({ status: 409, body: { couriers: [], tripsUnderWay: 1 } })
    await service.db.admin.query('update delivery.courier set retired_at = null')
  })

  test('is given up or gets a courier, of both at once: never a courier without a depot', async () => {
    await call('POST', depots, { body: { id: 'both', ...depot } })
    const [removed, added] = await Promise.all([
      remove('both', 1),
      call('POST', '/api/operator/couriers', { body: courier('both') }),
    ])
    expect([`${removed.status} ${added.status}`]).toEqual([expect.stringMatching(/^(204 400|409 201)$/)])
  })
})

test('where couriers are is kept also in what was a zone when the order was placed', async () => {
  const { token } = await tripOf(service, 1)
  await depart(token, (await routeOf(token)).route.id)
  const known = (await call('GET', zones)).body.zones
  for (const { id, revision } of known.slice(1)) await zone('DELETE', id, revision)
  // Beyond what is near the centre.
  const points = [{ at: new Date().toISOString(), lat: 57.392, lon: 41.24 }]
  const answer = await courierHttp('POST', '/api/courier/positions', { token, body: { points } })
  expect(answer).toMatchObject({ status: 200, body: { kept: 1 } })
})
