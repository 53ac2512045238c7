import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  clearOrders,
  type DeliveryService,
  deliveryOf,
  newOrderId,
  published,
  runSchedule,
  startDelivery,
} from './support/delivery-service.ts'
import { courierHttp, operatorHttp, tokenOf } from './support/http.ts'
import { act, depart, routeOf, tripOf } from './support/trip.ts'

let service: DeliveryService

beforeAll(async () => {
  service = await startDelivery()
})
beforeEach(async () => {
  await clearOrders(service)
  await service.db.admin.query('truncate delivery.shift_exception, delivery.duty')
})
afterAll(() => service.stop())

const courierId = '01900000-0000-7000-8000-000000000001'
const call = async (method: string, path: string, params: Record<string, string>, body?: unknown) =>
  operatorHttp(method, path, { token: await tokenOf({ role: 'operator', id: 'o-1' }), params, body })
const troubleOf = async (date: string) =>
  (await call('GET', '/api/operator/delivery/days/{date}', { date })).body.trips.map(
    ({ trouble }: { trouble: string | null }) => trouble,
  )
const rowOf = async (orderId: string) => (await deliveryOf(orderId))!

/** A trip that should have been at its first door so many minutes ago, in a window that ends in so many. */
const missed = async (count: number, minutes: number, windowEnds: number) => {
  const { orders, token } = await tripOf(service, count)
  const { route } = await routeOf(token)
  await miss(minutes, windowEnds)
  return { orders, token, routeId: route.id as string, date: route.date as string, planVersion: route.planVersion }
}

const miss = async (minutes: number, windowEnds: number) => {
  await service.db.admin.query(
    `update delivery.slot
        set cutoff_at = now() - interval '5 hours', starts_at = now() - interval '4 hours', ends_at = now() + make_interval(mins => $1)
      where id in (select slot_id from delivery.delivery)`,
    [windowEnds],
  )
  await service.db.admin.query('update delivery.stop set eta = now() - make_interval(mins => $1)', [minutes])
}

/** The schedule takes nothing from it, and nobody's day is over. */
const expectKept = async (orders: readonly string[], routeId: string) => {
  expect(await runSchedule()).toMatchObject({ takenApart: 0 })
  for (const orderId of orders) expect((await rowOf(orderId)).routeId).toBe(routeId)
  expect((await service.db.admin.query('select from delivery.shift_exception')).rowCount).toBe(0)
}

describe('a trip that never sets off', () => {
  test('is marked once its grace is over, and let be while it can still keep what was promised', async () => {
    const { orders, date, routeId } = await missed(1, 10, 4 * 24 * 60)
    expect(await troubleOf(date)).toEqual([null])
    await service.db.admin.query(`update delivery.stop set eta = now() - interval '3 hours'`)
    expect(await troubleOf(date)).toEqual(['not_started'])
    expect(await runSchedule()).toMatchObject({ takenApart: 0 })
    expect(await rowOf(orders[0]!)).toMatchObject({ status: 'assigned', routeId })
  })

  test('is taken apart when it can not: another window is offered, and the courier gets nothing more that day', async () => {
    const { orders, date, routeId } = await missed(3, 180, -60)
    const runs = await Promise.all([runSchedule(), runSchedule()])
    expect(runs.reduce((sum, { takenApart }) => sum + takenApart, 0)).toBe(3)
    for (const orderId of orders) {
      const { status, routeId: now } = await rowOf(orderId)
      expect(status).toBe('assigned')
      expect(now).not.toBe(routeId)
      const told = (await published(orderId)).map(({ type, data }) => [
        type,
        (data as { isOffered?: boolean }).isOffered,
      ])
      expect(told.slice(1)).toEqual([
        ['delivery.unassigned', undefined],
        ['delivery.courier_assigned', true],
      ])
    }
    expect((await call('GET', '/api/operator/couriers/{courierId}/days', { courierId })).body).toEqual({
      courierId,
      days: [{ date, hours: null }],
    })
    expect((await call('GET', '/api/operator/couriers/{courierId}/days', { courierId: newOrderId() })).status).toBe(404)
  })

  test('is left to people once its courier has taken a parcel', async () => {
    const { orders, token, date, routeId } = await missed(2, 180, -60)
    await act(token, (await rowOf(orders[0]!)).stopId!, 'handed-over')
    await expectKept(orders, routeId)
    expect(await troubleOf(date)).toEqual(['not_started'])
  })

  test('is left to people if its courier says to have left with it as it was before it was planned anew', async () => {
    const { orders, token, date, routeId, planVersion } = await missed(2, 180, -60)
    await service.db.admin.query('update delivery.route set plan_version = plan_version + 1')
    const left = await courierHttp('POST', '/api/courier/routes/{routeId}/departed', {
      token,
      params: { routeId },
      body: { planVersion, happenedAt: new Date(Date.now() - 200 * 60_000).toISOString() },
    })
    expect(left).toMatchObject({ status: 409, body: { planVersion: planVersion + 1 } })
    await expectKept(orders, routeId)
    expect(await troubleOf(date)).toEqual(['not_started'])
  })

  test('is let be for as long as its courier has only just begun work', async () => {
    const { orders, token, routeId } = await missed(2, 180, -60)
    expect(await courierHttp('PUT', '/api/courier/duty', { token, body: { onDuty: true } })).toMatchObject({
      status: 200,
    })
    await expectKept(orders, routeId)
    await service.db.admin.query(`update delivery.duty set started_at = now() - interval '2 hours'`)
    expect(await runSchedule()).toMatchObject({ takenApart: 2 })
  })

  test('since its courier is late from an earlier one is let be, and the day goes on', async () => {
    const { token, orders: earlier } = await tripOf(service, 1)
    const first = (await routeOf(token)).route
    await depart(token, first.id)
    const { orders } = await tripOf(service, 2)
    const { routeId } = await rowOf(orders[0]!)
    expect(routeId).not.toBe(first.id)
    await miss(180, -60)
    await expectKept(orders, routeId!)
    // Just back, they may still load it.
    expect(await act(token, (await rowOf(earlier[0]!)).stopId!, 'delivered')).toMatchObject({ status: 200 })
    await expectKept(orders, routeId!)
    await service.db.admin.query(`update delivery.tracking_entry set at = at - interval '2 hours'`)
    expect(await runSchedule()).toMatchObject({ takenApart: 2 })
  })

  test('and can not be taken apart now keeps the schedule from nothing else', async () => {
    const { orders, routeId } = await missed(1, 180, -60)
    await service.db.admin.query(`
      create function delivery.refuse() returns trigger language plpgsql as $$ begin raise 'not now'; end $$;
      create trigger refuse before insert on delivery.shift_exception for each row execute function delivery.refuse()`)
    await expectKept(orders, routeId)
    await service.db.admin.query('drop function delivery.refuse() cascade')
    expect(await runSchedule()).toMatchObject({ takenApart: 1 })
  })

  test('or does at that very moment: all of it leaves, or all of it is planned anew', async () => {
    const { orders, token, routeId } = await missed(4, 180, -60)
    const [left] = await Promise.all([depart(token, routeId), runSchedule(), runSchedule()])
    const rows = await Promise.all(orders.map(rowOf))
    const { rows: exceptions } = await service.db.admin.query('select service_date from delivery.shift_exception')
    if (left.status === 200) {
      for (const row of rows) expect(row).toMatchObject({ status: 'departed', routeId })
      expect(exceptions).toEqual([])
    } else {
      for (const row of rows) expect(row.routeId).not.toBe(routeId)
      expect(exceptions).toHaveLength(1)
    }
  })
})
