import { database } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { reoptimiseRoutes } from '../../functions/delivery/actions/reoptimise-routes.ts'
import { eventually } from '../support/eventually.ts'
import { crissCross } from './support/criss-cross.ts'
import {
  clearOrders,
  type DeliveryService,
  deliveryOf,
  newOrderId,
  published,
  receive,
  slotToCome,
  startDelivery,
} from './support/delivery-service.ts'
import { addressNumber, confirmed } from './support/order-events.ts'
import { planFaults } from './support/plan-faults.ts'
import { startPlanner } from './support/planner-process.ts'

let service: DeliveryService
let slotId: string
let orderIds: string[]
/** Somebody whose locks hold the planner up. */
let holder: pg.Client

const order = async (index: number): Promise<string> => {
  const orderId = newOrderId()
  await receive(confirmed({ orderId, slotId, address: addressNumber(index) }))
  return orderId
}

beforeAll(async () => {
  service = await startDelivery()
})
beforeEach(async () => {
  await clearOrders(service)
  slotId = await slotToCome()
  orderIds = []
  for (let index = 0; index < 16; index++) orderIds.push(await order(index))
  await crissCross(service, slotId, orderIds)
  holder = new pg.Client({ connectionString: service.db.adminUrl })
  await holder.connect()
})
afterEach(() => holder.end())
afterAll(() => service.stop())

const improve = (minutesLater = 0) =>
  reoptimiseRoutes(Date.now() + 30_000, new Date(Date.now() + minutesLater * 60_000))

/** All that the planner writes. */
const plan = () =>
  database.many(sql`
    select delivery.id, delivery.status, version, told_eta, route_id, courier_id, position, eta, plan_version,
           returns_at, optimised_version, (select count(*) from route) as routes, (select count(*) from outbox) as events,
           (select count(*) from tracking_entry where delivery_id = delivery.id) as entries
      from delivery left join stop on stop.delivery_id = delivery.id left join route on route.id = route_id
     order by delivery.id`)

/** Everybody has a courier, in one trip, and was told at most once of another plan. */
const everybodyIsBrought = async () => {
  for (const orderId of orderIds) {
    expect(await deliveryOf(orderId)).toMatchObject({ status: 'assigned', routeId: expect.any(String) })
    const [first, ...news] = (await published(orderId)).map(({ type }) => type)
    expect(first).toBe('delivery.courier_assigned')
    expect(news.length).toBeLessThanOrEqual(1)
  }
  const { count } = await database.one<{ count: number }>(
    sql`select count(*)::integer as count from stop where route_id is not null`,
  )
  expect(count).toBe(orderIds.length)
}

const hold = async (lock: string) => {
  await holder.query('begin')
  await holder.query(lock)
}
const release = () => holder.query('rollback')

describe('a planner that is killed', () => {
  test.each([
    ['while it looks for routes', undefined],
    ['before it writes anything', 'select from delivery.route for update'],
    ['when it has written trips and no stop', 'select from delivery.delivery for update'],
    ['when it has written all but what is told', 'lock table delivery.outbox in exclusive mode'],
  ])('%s leaves the plan as it was; the next one takes the day over', async (_when, lock) => {
    const before = await plan()
    if (lock) await hold(lock)
    const planner = startPlanner(service)
    await eventually('it is there', lock ? planner.isHeld : planner.isLooking)
    await planner.kill(lock ? release : undefined)
    expect(await plan()).toEqual(before)
    // Who comes meanwhile is taken into the old plan; the dead one's time has to pass first.
    orderIds.push(await order(30))
    expect(await improve()).toBe(0)
    await everybodyIsBrought()
    expect(await improve(3)).toBe(1)
    await everybodyIsBrought()
    expect(await planFaults(slotId)).toEqual([])
  })

  test('when it has committed leaves the new plan, and nobody is told again', async () => {
    const before = await plan()
    const planner = startPlanner(service)
    await eventually('it has taken the day', planner.isLooking)
    await hold('select from delivery.planned_day for update')
    await eventually('it wants to note that it is done', planner.isHeld)
    await planner.kill(release)
    const after = await plan()
    expect(after).not.toEqual(before)
    await everybodyIsBrought()
    expect(await planFaults(slotId)).toEqual([])
    expect(await improve(3)).toBe(0)
    expect(await plan()).toEqual(after)
  })
})

test('of two planners that look at one day at once, and somebody who comes, one wins and the others lose nobody', async () => {
  const before = await plan()
  await hold('select from delivery.route for update')
  const first = startPlanner(service)
  await eventually('it wants to write', first.isHeld)
  // Slower than anybody thought: its time is over, and the next one looks at the same day.
  await service.db.admin.query(`update delivery.planned_day set taken_until = now() - interval '1 s'`)
  const second = improve()
  const late = order(30)
  await eventually('all of them want to write', async () => {
    const { rowCount } = await service.db.admin.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return rowCount === 3
  })
  await release()
  orderIds.push(await late)
  expect([await first.ended(), await second]).toEqual([0, expect.any(Number)])
  expect(await plan()).not.toEqual(before)
  await everybodyIsBrought()
  expect(await planFaults(slotId)).toEqual([])
})
