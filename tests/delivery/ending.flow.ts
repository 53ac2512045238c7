import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  clearOrders,
  type DeliveryService,
  deliveryOf,
  newOrderId,
  published,
  recall,
  receive,
  runSchedule,
  startDelivery,
} from './support/delivery-service.ts'
import { courierHttp, operatorHttp, tokenOf } from './support/http.ts'
import { anonymised, cancelled, numberOf } from './support/order-events.ts'
import { act, depart, routeOf, tripOf, types } from './support/trip.ts'

let service: DeliveryService

beforeAll(async () => {
  service = await startDelivery()
})
beforeEach(async () => {
  await clearOrders(service)
  await service.db.admin.query('truncate delivery.shift_exception, delivery.refused_step')
})
afterAll(() => service.stop())

type Fate = 'returned' | 'lost'
const ofOperators = async (method: string, path: string, params: Record<string, string>, body?: unknown) =>
  operatorHttp(method, path, { token: await tokenOf({ role: 'operator', id: 'o-1' }), params, body })
const end = (routeId: string, parcels: { deliveryId: string; fate: Fate }[], courierWorksOn = true) =>
  ofOperators('PUT', '/api/operator/delivery/trips/{routeId}/end', { routeId }, { parcels, courierWorksOn })
const see = async (date: string) =>
  (await ofOperators('GET', '/api/operator/delivery/days/{date}', { date })).body as {
    trips: { routeId: string; trouble: string | null; lastSignAt: string | null }[]
    troubledDays: string[]
    refusedSteps: { refusedStepId: string }[]
    couriers: { courierId: string }[]
  }
const rowOf = async (orderId: string) => (await deliveryOf(orderId))!
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const say = (token: string, stopId: string, step: string, body: object) =>
  courierHttp('POST', `/api/courier/stops/{stopId}/${step}`, { token, params: { stopId }, body })
const proof = { kind: 'note', note: 'Отдал лично' }

/** A trip that left two hours ago; its parcels in the order of the orders. */
const onTheRoad = async (count: number) => {
  const { orders, token } = await tripOf(service, count)
  const { route } = await routeOf(token)
  await depart(token, route.id)
  await service.db.admin.query(
    `update delivery.route set departed_at = now() - interval '2 hours', returns_at = now() - interval '70 minutes' where id = $1`,
    [route.id],
  )
  await service.db.admin.query(
    `update delivery.tracking_entry set at = now() - interval '2 hours' where status in ('assigned', 'departed')`,
  )
  const parcels = await Promise.all(
    orders.map(async (orderId) => {
      const { id, stopId } = await rowOf(orderId)
      return { orderId, deliveryId: id, stopId: stopId! }
    }),
  )
  return { token, routeId: route.id as string, date: route.date as string, parcels }
}
const all = (parcels: { deliveryId: string }[], fate: Fate) => parcels.map(({ deliveryId }) => ({ deliveryId, fate }))
const statusOf = async (routeId: string) =>
  (await service.db.admin.query('select status from delivery.route where id = $1', [routeId])).rows[0].status

describe('a trip whose courier vanishes', () => {
  test('is marked; ended, what came back gets another courier without an attempt held against it, what is lost is cancelled, and the courier is free', async () => {
    const { token, routeId, date, parcels } = await onTheRoad(4)
    const [back, lost, vain, had] = parcels
    await act(token, had!.stopId, 'delivered')
    await say(token, vain!.stopId, 'failed', { reason: 'nobody_home' })
    await service.db.admin.query(`update delivery.route set returns_at = now() - interval '70 minutes'`)
    const seen = await see(date)
    expect(seen.trips).toMatchObject([{ routeId, trouble: 'overdue', lastSignAt: expect.any(String) }])
    expect(seen.troubledDays).toEqual([date])
    const wish = [...all([back!, vain!], 'returned'), ...all([lost!], 'lost')]
    const answers = await Promise.all([end(routeId, wish), end(routeId, wish), end(routeId, wish)])
    for (const { status, body } of answers) {
      expect(status).toBe(200)
      expect(body).toMatchObject({ routeId, status: 'finished' })
      expect(
        Object.fromEntries(body.parcels.map((one: { deliveryId: string; fate: Fate }) => [one.deliveryId, one.fate])),
      ).toEqual({
        [back!.deliveryId]: 'returned',
        [lost!.deliveryId]: 'lost',
        [vain!.deliveryId]: 'returned',
        [had!.deliveryId]: null,
      })
    }
    expect(await rowOf(back!.orderId)).toMatchObject({ status: 'assigned' })
    expect((await rowOf(back!.orderId)).routeId).not.toBe(routeId)
    expect(await types(back!.orderId)).toEqual(
      expect.arrayContaining(['delivery.unassigned 4', 'delivery.courier_assigned 5']),
    )
    expect((await published(back!.orderId)).find(({ type }) => type === 'delivery.unassigned')?.data).toMatchObject({
      parcelIsBack: true,
    })
    expect(await rowOf(lost!.orderId)).toMatchObject({ status: 'cancelled' })
    expect((await published(lost!.orderId)).at(-1)).toMatchObject({ type: 'delivery.lost' })
    expect(await receive(cancelled(lost!.orderId))).toEqual([])
    expect((await published(lost!.orderId)).filter(({ type }) => type === 'delivery.lost')).toHaveLength(1)
    expect(await rowOf(vain!.orderId)).toMatchObject({ status: 'failed' })
    await runSchedule()
    expect(await rowOf(vain!.orderId)).toMatchObject({ status: 'assigned' })
    const { rows } = await service.db.admin.query(
      `select order_id, failures from delivery.delivery where failures > 0 or order_id = $1`,
      [back!.orderId],
    )
    expect(rows).toEqual(
      expect.arrayContaining([
        { order_id: back!.orderId, failures: 0 },
        { order_id: vain!.orderId, failures: 1 },
      ]),
    )
    const audit = await service.db.admin.query(
      `select actor_id from delivery.audit_log where action = 'trip.end' and target_id = $1`,
      [routeId],
    )
    expect(audit.rows).toEqual([{ actor_id: 'o-1' }])
    expect((await see(date)).trips.every(({ trouble }) => trouble === null)).toBe(true)
  })

  test('gets nothing more that day, unless they work on', async () => {
    const { routeId, date, parcels } = await onTheRoad(1)
    await end(routeId, all(parcels, 'returned'), false)
    expect((await see(date)).couriers).toEqual([])
    expect(await rowOf(parcels[0]!.orderId)).toMatchObject({ status: 'unassigned' })
    // Killed before that, whoever asks again gets it done.
    await service.db.admin.query('truncate delivery.shift_exception')
    expect(await end(routeId, all(parcels, 'returned'), false)).toMatchObject({ status: 200 })
    expect((await see(date)).couriers).toEqual([])
  })

  test('with a lost parcel: whoever calls that order off is told that its goods are out', async () => {
    const { routeId, parcels } = await onTheRoad(1)
    await end(routeId, all(parcels, 'lost'))
    for (let time = 0; time < 2; time++)
      expect(await recall(parcels[0]!.orderId)).toEqual({ ok: true, output: { goodsOut: true } })
  })

  test('of a day that is over takes nothing of today from them', async () => {
    const { routeId, parcels } = await onTheRoad(1)
    await service.db.admin.query('update delivery.route set service_date = service_date - 3 where id = $1', [routeId])
    expect(await end(routeId, all(parcels, 'returned'), false)).toMatchObject({ status: 200 })
    expect((await service.db.admin.query('select from delivery.shift_exception')).rowCount).toBe(0)
  })

  test('is marked long after its last window, though its courier is seen and is always about to return', async () => {
    const { token, date } = await onTheRoad(1)
    await service.db.admin.query(
      `update delivery.slot set cutoff_at = now() - interval '4 hours', starts_at = now() - interval '3 hours', ends_at = now() - interval '70 minutes'
        where id in (select slot_id from delivery.delivery)`,
    )
    const here = { lat: 57.3737, lon: 41.1, at: minutesAgo(1) }
    expect(await courierHttp('POST', '/api/courier/positions', { token, body: { points: [here] } })).toMatchObject({
      body: { kept: 1 },
    })
    expect((await see(date)).trips).toMatchObject([{ trouble: 'overdue' }])
  })

  test('is ended only with a word on each parcel that the courier has, and of no others', async () => {
    const { routeId, parcels } = await onTheRoad(2)
    expect(await end(routeId, all(parcels.slice(1), 'returned'))).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'parcels', message: expect.stringContaining(numberOf(parcels[0]!.orderId)) }] },
    })
    expect(await end(routeId, [...all(parcels, 'lost'), { deliveryId: newOrderId(), fate: 'lost' }])).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'parcels.2.deliveryId' }] },
    })
    // Whichever of the two were taken, the other one would be lost unseen.
    expect(await end(routeId, [...all(parcels, 'lost'), ...all(parcels.slice(1), 'returned')])).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'parcels.2.deliveryId' }] },
    })
    expect(await end(newOrderId(), [])).toMatchObject({ status: 404 })
    for (const { orderId } of parcels) expect(await rowOf(orderId)).toMatchObject({ status: 'departed', routeId })
  })

  test('before it has left is asked only for what was taken, and goes on with the rest', async () => {
    const { orders, token } = await tripOf(service, 2)
    const { route } = await routeOf(token)
    const [taken, atDepot] = await Promise.all(orders.map(rowOf))
    await act(token, taken!.stopId!, 'handed-over')
    expect(await end(route.id, all([{ deliveryId: taken!.id }, { deliveryId: atDepot!.id }], 'lost'))).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'parcels.1.deliveryId', message: 'is at the depot' }] },
    })
    expect(await end(route.id, all([{ deliveryId: taken!.id }], 'lost'))).toMatchObject({
      status: 200,
      body: { status: 'planned' },
    })
    expect(await rowOf(orders[0]!)).toMatchObject({ status: 'cancelled' })
    expect(await rowOf(orders[1]!)).toMatchObject({ status: 'assigned', routeId: route.id })
    const { stops } = (await routeOf(token)).route
    expect(stops.map(({ status, position }: Record<string, unknown>) => [status, position === null])).toEqual([
      ['assigned', false],
      ['cancelled', true],
    ])
  })

  test('and delivers at that very moment: each parcel ends one way, and the courier is told which', async () => {
    const { token, routeId, parcels } = await onTheRoad(8)
    const [answer, ...steps] = await Promise.all([
      end(routeId, all(parcels, 'lost')),
      ...parcels.map(({ stopId }) => act(token, stopId, 'delivered')),
    ])
    expect(answer.status).toBe(200)
    for (const [index, { orderId }] of parcels.entries()) {
      const { status } = await rowOf(orderId)
      expect(status).toBe(steps[index]!.status === 200 ? 'delivered' : 'cancelled')
    }
    expect(await statusOf(routeId)).toBe('finished')
  })

  test('and has finished it meanwhile is there, and works on', async () => {
    const { token, routeId, date, parcels } = await onTheRoad(1)
    await act(token, parcels[0]!.stopId, 'delivered')
    expect(await end(routeId, all(parcels, 'lost'), false)).toMatchObject({
      status: 200,
      body: { status: 'finished', parcels: [{ status: 'delivered', fate: null }] },
    })
    expect((await see(date)).couriers).toHaveLength(1)
  })
})

describe('what a courier tells of a trip that was ended', () => {
  test('that a parcel was delivered before counts, as long as nobody else has left with it', async () => {
    const { token, routeId, parcels } = await onTheRoad(2)
    const [first, second] = parcels
    await end(routeId, all(parcels, 'returned'))
    const late = await Promise.all(
      [1, 2, 3].map(() => say(token, first!.stopId, 'delivered', { proof, happenedAt: minutesAgo(30) })),
    )
    expect(late.map(({ status }) => status)).toEqual([200, 200, 200])
    const row = await rowOf(first!.orderId)
    expect(row).toMatchObject({ status: 'delivered', stopId: first!.stopId, routeId })
    const told = (await published(first!.orderId)).filter(({ type }) => type === 'delivery.delivered')
    expect(told).toMatchObject([{ sequence: row.version, data: { late: true } }])
    // After the end, the parcel was at the depot.
    expect(await say(token, second!.stopId, 'delivered', { proof })).toMatchObject({
      status: 409,
      body: { code: 'stop_moved', deliveryStatus: 'assigned' },
    })
    expect(await rowOf(second!.orderId)).toMatchObject({ status: 'assigned' })
  })

  test('that it was delivered counts though nobody knew that the trip had left when it was taken apart', async () => {
    const { orders, token } = await tripOf(service, 2)
    const { route } = await routeOf(token)
    const rows = await Promise.all(orders.map(rowOf))
    await service.db.admin.query(`update delivery.tracking_entry set at = now() - interval '3 hours'`)
    await service.db.admin.query(`delete from delivery.stop`)
    await service.db.admin.query(`update delivery.delivery set status = 'unassigned'`)
    await service.db.admin.query(`update delivery.left_stop set left_at = now() - interval '45 minutes'`)
    await courierHttp('POST', '/api/courier/routes/{routeId}/departed', {
      token,
      params: { routeId: route.id },
      body: { planVersion: route.planVersion, happenedAt: minutesAgo(90) },
    })
    const told = { proof, happenedAt: minutesAgo(20) }
    expect(await say(token, rows[0]!.stopId!, 'delivered', told)).toMatchObject({ status: 200 })
    expect((await published(orders[0]!)).at(-1)).toMatchObject({ type: 'delivery.delivered', data: { late: true } })
    // Somebody has left with this one meanwhile: there are two of it.
    await service.db.admin.query(`update delivery.delivery set status = 'departed' where id = $1`, [rows[1]!.id])
    expect(await say(token, rows[1]!.stopId!, 'delivered', told)).toMatchObject({ status: 409 })
  })

  test('with a better proof than the first time is noted with that, and what fits stays', async () => {
    const { token, routeId, date, parcels } = await onTheRoad(1)
    const { stopId, deliveryId } = parcels[0]!
    await end(routeId, all(parcels, 'lost'))
    const { rows } = await service.db.admin.query('select code from delivery.delivery where id = $1', [deliveryId])
    const code: string = rows[0].code
    const wrong = code === '0000' ? '0001' : '0000'
    const notedOf = async (given: object) => {
      await say(token, stopId, 'delivered', { proof: given })
      const { refusedSteps } = await see(date)
      expect(refusedSteps).toHaveLength(1)
      return refusedSteps[0]
    }
    expect(await notedOf({ kind: 'code', code: wrong })).toMatchObject({ proof: { kind: 'code', fits: false } })
    expect(await notedOf(proof)).toMatchObject({ proof: { kind: 'note', note: proof.note, fits: null } })
    expect(await notedOf({ kind: 'code', code })).toMatchObject({ proof: { kind: 'code', note: null, fits: true } })
    expect(await notedOf(proof)).toMatchObject({ proof: { kind: 'code', fits: true } })
  })

  test('of a person who was forgotten is kept without them', async () => {
    const { token, routeId, parcels } = await onTheRoad(3)
    const [had, lost, lostInVain] = parcels
    await service.db.admin.query('update delivery.delivery set erased_at = now() where id = $1', [had!.deliveryId])
    expect(await say(token, had!.stopId, 'delivered', { proof })).toMatchObject({ status: 200 })
    await end(routeId, all([lost!, lostInVain!], 'lost'))
    for (const { orderId } of [lost!, lostInVain!]) expect(await receive(anonymised(orderId))).toEqual([])
    expect(await say(token, lost!.stopId, 'delivered', { proof })).toMatchObject({ status: 409 })
    const failure = { reason: 'nobody_home', comment: 'Мария из 13-й' }
    expect(await say(token, lostInVain!.stopId, 'failed', failure)).toMatchObject({ status: 409 })
    const { rows } = await service.db.admin.query(
      `select proof_note as text from delivery.delivery union all select comment from delivery.tracking_entry
       union all select proof_note from delivery.refused_step union all select comment from delivery.refused_step`,
    )
    expect(rows.filter(({ text }) => text !== null)).toEqual([])
    const noted = await service.db.admin.query('select from delivery.refused_step')
    expect(noted.rowCount).toBe(2)
  })

  test('of what is lost, or has left with another, is noted with its proof until an operator has sorted it out', async () => {
    const { token, routeId, date, parcels } = await onTheRoad(2)
    const [lost, back] = parcels
    await end(routeId, [...all([lost!], 'lost'), ...all([back!], 'returned')])
    await service.db.admin.query(`update delivery.delivery set status = 'departed' where id = $1`, [back!.deliveryId])
    const happenedAt = minutesAgo(30)
    for (const { stopId } of [...parcels, ...parcels])
      expect((await say(token, stopId, 'delivered', { proof, happenedAt })).status).toBe(409)
    const { refusedSteps } = await see(date)
    expect(refusedSteps).toHaveLength(2)
    expect(refusedSteps).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          orderNumber: numberOf(back!.orderId),
          step: 'deliver',
          why: 'moved',
          status: 'departed',
          happenedAt,
          proof: { kind: 'note', note: proof.note, photoId: null, fits: null },
        }),
        expect.objectContaining({ orderNumber: numberOf(lost!.orderId), why: 'called_off', status: 'cancelled' }),
      ]),
    )
    const { refusedStepId } = refusedSteps[0]!
    const settle = (id: string) =>
      ofOperators('PUT', '/api/operator/delivery/refused-steps/{refusedStepId}/settled', { refusedStepId: id })
    expect((await settle(refusedStepId)).status).toBe(204)
    expect((await settle(refusedStepId)).status).toBe(204)
    expect((await settle(newOrderId())).status).toBe(404)
    expect((await see(date)).refusedSteps).toHaveLength(1)
  })
})

describe('a stop that has gone to another courier', () => {
  const other = '01900000-0000-7000-8000-000000000002'

  test('is noted with what the first one says to have done there, and nobody else learns of it', async () => {
    const { orders, token } = await tripOf(service, 1)
    const { id, stopId } = await rowOf(orders[0]!)
    await service.db.admin.query(
      `insert into delivery.shift (courier_id, weekday, starts_minute, ends_minute) select $1, day, 500, 1300 from generate_series(1, 7) as day`,
      [other],
    )
    expect(
      await ofOperators(
        'PUT',
        '/api/operator/delivery/deliveries/{deliveryId}/courier',
        { deliveryId: id },
        { courierId: other },
      ),
    ).toMatchObject({ status: 200 })
    expect(await say(token, stopId!, 'handed-over', {})).toMatchObject({ status: 409, body: { code: 'stop_moved' } })
    expect(await say(token, stopId!, 'delivered', { proof, happenedAt: minutesAgo(1) })).toMatchObject({ status: 409 })
    const { rows } = await service.db.admin.query('select step, why from delivery.refused_step order by step')
    expect(rows).toEqual([
      { step: 'deliver', why: 'moved' },
      { step: 'handOver', why: 'moved' },
    ])
    const stranger = await tokenOf({ role: 'courier', id: '01900000-0000-7000-8000-000000000003' })
    expect(await say(stranger, stopId!, 'handed-over', {})).toMatchObject({ status: 404 })
  })

  test('since it was planned anew after it had failed: failing again says what the first did', async () => {
    const { token, parcels } = await onTheRoad(1)
    const { orderId, stopId } = parcels[0]!
    const first = await say(token, stopId, 'failed', { reason: 'nobody_home' })
    await runSchedule()
    expect(await rowOf(orderId)).toMatchObject({ status: 'assigned' })
    expect(await say(token, stopId, 'failed', { reason: 'nobody_home' })).toMatchObject({
      status: 200,
      body: first.body,
    })
    const { rows } = await service.db.admin.query('select failures from delivery.delivery')
    expect(rows).toEqual([{ failures: 1 }])
  })

  test('since the trip was planned anew before the courier had a line: deliveries count from the departure that was refused', async () => {
    const { orders, token } = await tripOf(service, 1)
    const { route } = await routeOf(token)
    const { id, stopId } = await rowOf(orders[0]!)
    await service.db.admin.query(`update delivery.tracking_entry set at = now() - interval '3 hours'`)
    await service.db.admin.query(`delete from delivery.stop where delivery_id = $1`, [id])
    await service.db.admin.query(`update delivery.delivery set status = 'unassigned' where id = $1`, [id])
    await service.db.admin.query('update delivery.route set plan_version = plan_version + 1')
    const leave = () =>
      courierHttp('POST', '/api/courier/routes/{routeId}/departed', {
        token,
        params: { routeId: route.id },
        body: { planVersion: route.planVersion, happenedAt: minutesAgo(60) },
      })
    expect(await say(token, stopId!, 'delivered', { proof, happenedAt: minutesAgo(20) })).toMatchObject({ status: 409 })
    const refused = await leave()
    expect(refused).toMatchObject({ status: 409, body: { code: 'wrong_state' } })
    // There is no other plan to leave with: what comes next need not wait for the courier's word on it.
    expect(refused.body).not.toHaveProperty('planVersion')
    expect(await say(token, stopId!, 'delivered', { proof, happenedAt: minutesAgo(20) })).toMatchObject({ status: 200 })
    expect(await rowOf(orders[0]!)).toMatchObject({ status: 'delivered' })
  })
})
