import { database } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { assignWaiting } from '../../functions/delivery/actions/tend-deliveries.ts'
import { handler as seed } from '../../functions/delivery/handlers/seed.ts'
import { readWaiting } from '../../functions/delivery/store/deliveries.ts'
import { eventually } from '../support/eventually.ts'
import { lambdaContext } from '../support/lambda-context.ts'
import {
  clearOrders,
  type DeliveryService,
  deliveryOf,
  hold,
  newOrderId,
  published,
  receive,
  runSchedule,
  setCapacity,
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

const assignedEvents = async (orderId: string | null = null) =>
  (await published(orderId)).filter(({ type }) => type === 'delivery.courier_assigned')

describe('an order cancelled at the moment it gets a courier', () => {
  test('leaves the trip it was just put into', async () => {
    const orderId = newOrderId()
    await service.db.admin.query('delete from delivery.shift')
    await receive(confirmed({ orderId, slotId }))
    const delivery = await deliveryOf(orderId)
    const courierId = '01900000-0000-7000-8000-000000000001'
    const routeId = newOrderId()
    const { admin } = service.db
    await admin.query('begin')
    await admin.query('set local search_path = delivery')
    await admin.query("update delivery set status = 'assigned', version = 2 where order_id = $1", [orderId])
    const cancelling = receive(cancelled(orderId))
    await eventually('the cancellation waits for the delivery', async () => {
      const waiting = await database.many(sql`select from pg_stat_activity where wait_event_type = 'Lock'`)
      return waiting.length > 0
    })
    await admin.query(
      'insert into route (id, courier_id, service_date, trip, returns_at) select $1, $2, service_date, 1, ends_at from slot where id = $3',
      [routeId, courierId, slotId],
    )
    await admin.query(
      'insert into stop (id, delivery_id, route_id, position, eta) values (gen_random_uuid(), $1, $2, 1, now())',
      [delivery?.id, routeId],
    )
    await admin.query('commit')
    expect(await cancelling).toEqual([])
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'cancelled', stopId: null })
    const { rows } = await admin.query('select plan_version from delivery.route')
    expect(rows).toEqual([{ plan_version: 1 }])
  })
})

describe('a planner that dies after the order was taken over', () => {
  test('costs nothing: the schedule finds the courier, once', async () => {
    const orderId = newOrderId()
    const event = confirmed({ orderId, slotId })
    process.env.TRACKING_SECRET_ARN = 'nowhere'
    expect(await receive(event)).toEqual([event.id])
    process.env.TRACKING_SECRET_ARN = 'tracking'
    expect(await receive(event)).toEqual([])
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'unassigned', slotId })
    expect(await runSchedule()).toMatchObject({ assigned: 1 })
    expect(await published(orderId)).toHaveLength(1)
  })
})

describe('many assigners at once', () => {
  test('leave no order without a courier and no plan that cannot be driven', async () => {
    const orders = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => ({
        orderId: newOrderId(),
        slotId: await slotToCome(index % 6),
        address: addressNumber(index),
      })),
    )
    await Promise.all([...orders.map((order) => receive(confirmed(order))), runSchedule(), runSchedule()])
    await runSchedule()
    for (const { orderId } of orders)
      expect(await deliveryOf(orderId)).toMatchObject({ status: 'assigned', version: 2 })
    const events = await assignedEvents()
    expect(events).toHaveLength(orders.length)
    expect(new Set(events.map(({ subject }) => subject)).size).toBe(orders.length)
    expect(await planFaults(slotId)).toEqual([])
  })

  test('assign one delivery once', async () => {
    const orderId = newOrderId()
    await service.db.admin.query('delete from delivery.shift')
    await receive(confirmed({ orderId, slotId }))
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'unassigned', slotId })
    await seed({}, lambdaContext())
    await Promise.all(Array.from({ length: 6 }, () => runSchedule()))
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'assigned', version: 2 })
    expect(await published(orderId)).toHaveLength(1)
  })
})

describe('an order that is called off while it waits for a courier', () => {
  test.each([
    ['before the schedule looks', async (orderId: string) => receive(cancelled(orderId))],
    [
      'while the schedule looks',
      async (orderId: string) =>
        (await Promise.all([runSchedule(), receive(cancelled(orderId)), runSchedule(), runSchedule()]))[1],
    ],
  ])('%s is brought by nobody, told once, and its place is free', async (_when, cancel) => {
    const orderId = newOrderId()
    await service.db.admin.query('delete from delivery.shift')
    await setCapacity(service, 1, [slotId])
    await receive(confirmed({ orderId, slotId }))
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'unassigned' })
    await seed({}, lambdaContext())
    expect(await cancel(orderId)).toEqual([])
    await runSchedule()
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'cancelled', stopId: null })
    const told = (await published(orderId)).map(({ type }) => type)
    expect(told.filter((type) => type === 'delivery.cancelled')).toHaveLength(1)
    expect(told.at(-1)).toBe('delivery.cancelled')
    expect(await hold({ orderId: newOrderId(), slotId })).toMatchObject({ ok: true })
  })
})

describe('the schedule', () => {
  test('moves a delivery whose slot began without a courier to the next free slot', async () => {
    const orderId = newOrderId()
    await service.db.admin.query('delete from delivery.shift')
    await receive(confirmed({ orderId, slotId }))
    await seed({}, lambdaContext())
    await service.db.admin.query(
      "update delivery.slot set starts_at = now() - interval '1 hour', cutoff_at = now() - interval '2 hours' where id = $1",
      [slotId],
    )
    await runSchedule()
    const moved = await deliveryOf(orderId)
    expect(moved).toMatchObject({ status: 'assigned' })
    expect(moved?.slotId).not.toBe(slotId)
  })

  test('locks no delivery while it waits for a slot, and leaves one alone that was moved meanwhile', async () => {
    const orderId = newOrderId()
    const { admin } = service.db
    await admin.query('delete from delivery.shift')
    await receive(confirmed({ orderId, slotId }))
    await seed({}, lambdaContext())
    await admin.query(
      "update delivery.slot set starts_at = now() - interval '1 hour', cutoff_at = now() - interval '2 hours' where id = $1",
      [slotId],
    )
    const later = await slotToCome(5)
    await admin.query('begin')
    await admin.query('select from delivery.slot for no key update')
    const assigning = assignWaiting(Date.now() + 60_000)
    try {
      await eventually('the schedule waits for a slot', async () => {
        const waiting = await database.many(sql`select from pg_stat_activity where wait_event_type = 'Lock'`)
        return waiting.length > 0
      })
      await admin.query('select from delivery.delivery where order_id = $1 for update nowait', [orderId])
      await admin.query('update delivery.delivery set slot_id = $2 where order_id = $1', [orderId, later])
    } finally {
      await admin.query('commit')
      await assigning
    }
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'unassigned', slotId: later })
    await runSchedule()
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'assigned', slotId: later })
  })

  test('lets no hopeless delivery stand before others', async () => {
    const [hopeless, other] = [newOrderId(), newOrderId()]
    await service.db.admin.query('delete from delivery.shift')
    await receive(confirmed({ orderId: hopeless, slotId }))
    await runSchedule()
    await receive(confirmed({ orderId: other, slotId }))
    const waiting = await readWaiting(10)
    expect(waiting.map(({ id }) => id)).toEqual([(await deliveryOf(other))?.id, (await deliveryOf(hopeless))?.id])
  })

  test('keeps slots ahead and changes nothing the second time', async () => {
    await runSchedule()
    expect(await runSchedule()).toMatchObject({ slotsChanged: 0 })
  })
})
