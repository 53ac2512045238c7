import { database } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { candidateOf } from '../../functions/delivery/actions/open-trips.ts'
import { reoptimiseRoutes } from '../../functions/delivery/actions/reoptimise-routes.ts'
import { timetable } from '../../functions/delivery/domain/timetable.ts'
import { cityTravelTimes } from '../../functions/delivery/domain/travel-times.ts'
import { handler as seed } from '../../functions/delivery/handlers/seed.ts'
import { readOpenTrips } from '../../functions/delivery/store/plans.ts'
import { lambdaContext } from '../support/lambda-context.ts'
import { crissCross } from './support/criss-cross.ts'
import {
  clearOrders,
  type DeliveryRow,
  type DeliveryService,
  deliveryOf,
  newOrderId,
  published,
  receive,
  slotToCome,
  startDelivery,
} from './support/delivery-service.ts'
import { addressNumber, cancelled, confirmed } from './support/order-events.ts'
import { planFaults } from './support/plan-faults.ts'

let service: DeliveryService
let slotId: string

beforeAll(async () => {
  service = await startDelivery()
})
beforeEach(async () => {
  await clearOrders(service)
  slotId = await slotToCome()
})
afterAll(() => service.stop())

const improve = () => reoptimiseRoutes(Date.now() + 30_000)

const order = async (index: number): Promise<string> => {
  const orderId = newOrderId()
  await receive(confirmed({ orderId, slotId, address: addressNumber(index) }))
  return orderId
}

const drivingMs = async (): Promise<number> => {
  const { date } = await database.one<{ date: string }>(sql`select service_date as date from slot where id = ${slotId}`)
  const trips = (await readOpenTrips(date)).map((open) => candidateOf(open, date, new Date()))
  return trips.reduce((sum, trip) => sum + timetable(trip, trip.stops, cityTravelTimes).drivingMs, 0)
}

const rowsOf = async (orderIds: readonly string[]): Promise<Map<string, DeliveryRow>> =>
  new Map(await Promise.all(orderIds.map(async (id) => [id, (await deliveryOf(id))!] as const)))

const quarterMs = 15 * 60_000

describe('routes that have not started', () => {
  test('become shorter, and who is brought at another time or by another courier is told so once', async () => {
    // One after another, so that the plan to begin with is always the same.
    const orderIds: string[] = []
    for (let index = 0; index < 16; index++) orderIds.push(await order(index))
    await crissCross(service, slotId, orderIds)
    const before = await rowsOf(orderIds)
    const drivenBefore = await drivingMs()
    expect(await improve()).toBe(1)
    expect(await drivingMs()).toBeLessThan(drivenBefore * 0.9)
    expect(await planFaults(slotId)).toEqual([])
    const kinds = new Set<string>()
    for (const [orderId, after] of await rowsOf(orderIds)) {
      const earlier = before.get(orderId)!
      const [assigned, ...events] = await published(orderId)
      const movedMs = Math.abs(after.eta!.getTime() - Date.parse((assigned!.data as { eta: string }).eta))
      const expected =
        movedMs > quarterMs
          ? ['delivery.rescheduled']
          : after.courierId !== earlier.courierId
            ? ['delivery.courier_changed']
            : []
      expect(events.map(({ type }) => type)).toEqual(expected)
      expect(after).toMatchObject({ status: 'assigned', version: 2 + expected.length })
      const history = await database.many<{ reason: string }>(
        sql`select reason from tracking_entry where delivery_id = ${after.id} and reason is not null`,
      )
      expect(history.map(({ reason }) => `delivery.${reason}`)).toEqual(expected)
      for (const event of events) {
        expect(event).toMatchObject({
          sequence: after.version,
          data: { courier: { id: after.courierId }, eta: after.eta!.toISOString() },
        })
        kinds.add(event.type)
      }
    }
    expect(kinds).toContain('delivery.courier_changed')
  })

  test('are looked through again only when they have changed and rested', async () => {
    const orderIds = await Promise.all(Array.from({ length: 8 }, (_, index) => order(index)))
    await crissCross(service, slotId, orderIds)
    expect(await improve()).toBe(1)
    const later = (hours: number) => reoptimiseRoutes(Date.now() + 30_000, new Date(Date.now() + hours * 3_600_000))
    expect(await later(2)).toBe(0)
    await crissCross(service, slotId, orderIds)
    expect(await improve()).toBe(0)
    expect(await later(2)).toBe(1)
  })

  test('take in whoever comes while they are planned, and let go who is called off', async () => {
    const orderIds = await Promise.all(Array.from({ length: 16 }, (_, index) => order(index)))
    await crissCross(service, slotId, orderIds)
    const [late] = await Promise.all([
      Promise.all(Array.from({ length: 8 }, (_, index) => order(20 + index))),
      improve(),
      improve(),
      receive(cancelled(orderIds[0]!)),
    ])
    const rows = await rowsOf([...orderIds.slice(1), ...late])
    for (const row of rows.values()) expect(row).toMatchObject({ status: 'assigned' })
    expect(await deliveryOf(orderIds[0]!)).toMatchObject({ status: 'cancelled', stopId: null })
    expect(await planFaults(slotId)).toEqual([])
  })

  test('stay as they are while couriers load for the first window of the day', async () => {
    const orderIds = await Promise.all(Array.from({ length: 16 }, (_, index) => order(index)))
    await crissCross(service, slotId, orderIds)
    const before = await rowsOf(orderIds)
    const { at } = await database.one<{ at: Date }>(sql`select starts_at as at from slot where id = ${slotId}`)
    const minutesBefore = (minutes: number) =>
      reoptimiseRoutes(Date.now() + 30_000, new Date(at.getTime() - minutes * 60_000))
    expect(await minutesBefore(59)).toBe(0)
    expect(await rowsOf(orderIds)).toEqual(before)
  })

  test('stay as they are once a courier has a parcel of them', async () => {
    const orderIds = await Promise.all(Array.from({ length: 16 }, (_, index) => order(index)))
    await crissCross(service, slotId, orderIds)
    const before = await rowsOf(orderIds)
    const taken = before.get(orderIds[0]!)!
    await service.db.admin.query("update delivery.delivery set status = 'handed_over' where id = $1", [taken.id])
    await improve()
    const after = await rowsOf(orderIds)
    const ofRoute = (rows: Map<string, DeliveryRow>) =>
      [...rows].filter(([, { routeId }]) => routeId === taken.routeId).map(([orderId]) => orderId)
    expect(ofRoute(after)).toEqual(ofRoute(before))
  })
})

test('a day that can’t be planned keeps nobody from the others, and is tried again before long', async () => {
  const orderIds = await Promise.all(Array.from({ length: 8 }, (_, index) => order(index)))
  await crissCross(service, slotId, orderIds)
  const ofThisDay = slotId
  const { admin } = service.db
  const { rows } = await admin.query(
    `select min(id) as id from delivery.slot where service_date = (select service_date + 1 from delivery.slot where id = $1)`,
    [slotId],
  )
  slotId = rows[0].id
  const others = await Promise.all(Array.from({ length: 8 }, (_, index) => order(index)))
  await crissCross(service, slotId, others)
  await admin.query(
    `create function delivery.refuse() returns trigger language plpgsql as $$ begin raise exception 'not this day'; end $$;
     create trigger refuse before update on delivery.route for each row
       when (new.service_date = (now() at time zone 'Europe/Moscow')::date + 2) execute function delivery.refuse()`,
  )
  const later = (minutes: number) => reoptimiseRoutes(Date.now() + 30_000, new Date(Date.now() + minutes * 60_000))
  try {
    expect(await improve()).toBe(1)
    expect(await later(4)).toBe(0)
  } finally {
    await admin.query('drop trigger refuse on delivery.route; drop function delivery.refuse')
  }
  expect(await later(6)).toBe(1)
  expect(await planFaults(ofThisDay)).toEqual([])
})

test('who waits for a courier gets one', async () => {
  await service.db.admin.query('delete from delivery.shift')
  const orderId = await order(1)
  expect(await deliveryOf(orderId)).toMatchObject({ status: 'unassigned' })
  await seed({}, lambdaContext())
  expect(await improve()).toBe(1)
  expect(await deliveryOf(orderId)).toMatchObject({ status: 'assigned', version: 2 })
  expect((await published(orderId)).map(({ type }) => type)).toEqual(['delivery.courier_assigned'])
})
