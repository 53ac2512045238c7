import { database } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  clearOrders,
  type DeliveryService,
  deliveryOf,
  newOrderId,
  published,
  receive,
  runSchedule,
  slotToCome,
  startDelivery,
} from './support/delivery-service.ts'
import { operatorHttp, tokenOf } from './support/http.ts'
import { address, addressNumber, cancelled, confirmed, numberOf } from './support/order-events.ts'
import { planFaults } from './support/plan-faults.ts'

let service: DeliveryService
let slotId: string
let day: string

beforeAll(async () => {
  service = await startDelivery()
})
beforeEach(async () => {
  await clearOrders(service)
  await service.db.admin.query('truncate delivery.shift_exception')
  slotId = await slotToCome()
  day = (await database.one<{ date: string }>(sql`select service_date as date from slot where id = ${slotId}`)).date
})
afterAll(() => service.stop())

const courier = (number: number) => `01900000-0000-7000-8000-00000000000${number}`
const call = async (method: string, path: string, params: Record<string, string>, body?: unknown) =>
  operatorHttp(method, path, { token: await tokenOf({ role: 'operator', id: 'o-1' }), params, body })
const see = async (date = day) => (await call('GET', '/api/operator/delivery/days/{date}', { date })).body
const move = (deliveryId: string, body: object) =>
  call('PUT', '/api/operator/delivery/deliveries/{deliveryId}/courier', { deliveryId }, body)
const dayOf = '/api/operator/couriers/{courierId}/days/{date}'
const setHours = (courierId: string, hours: object | null, date = day) =>
  call('PUT', dayOf, { courierId, date }, { hours })
const restore = (courierId: string, date = day) => call('DELETE', dayOf, { courierId, date })

const order = async (index: number, slot = slotId): Promise<string> => {
  const orderId = newOrderId()
  await receive(confirmed({ orderId, slotId: slot, address: addressNumber(index) }))
  return orderId
}
const orders = async (count: number): Promise<string[]> => {
  const ids: string[] = []
  for (let index = 0; index < count; index++) ids.push(await order(index))
  return ids
}
const rowOf = async (orderId: string) => (await deliveryOf(orderId))!
const newsOf = async (orderId: string) => (await published(orderId)).map(({ type }) => type)

describe('a day as an operator sees it', () => {
  test('has who works, each trip with its stops in order and where they are, and who waits with the reason', async () => {
    const orderIds = await orders(4)
    const unknown = newOrderId()
    await receive(confirmed({ orderId: unknown, slotId, address: { ...address, street: 'Нигде' } }))
    const seen = await see()
    expect(seen.couriers).toHaveLength(4)
    const stops = seen.trips.flatMap((trip: { stops: object[] }) => trip.stops)
    expect(stops.map(({ orderNumber }: { orderNumber: string }) => orderNumber).toSorted()).toEqual(
      orderIds.map(numberOf).toSorted(),
    )
    for (const trip of seen.trips)
      expect(trip.stops.map(({ position }: { position: number }) => position)).toEqual(
        trip.stops.map((_: object, index: number) => index + 1),
      )
    expect(seen.unassigned).toMatchObject([
      { orderNumber: numberOf(unknown), location: null, reason: 'address_unknown' },
    ])
  })

  test('says of each that waits what stands in the way', async () => {
    await service.db.admin.query('delete from delivery.shift')
    const orderId = await order(1)
    expect((await see()).unassigned).toMatchObject([{ orderNumber: numberOf(orderId), reason: 'out_of_reach' }])
    const hours = { startsMinute: 9 * 60, endsMinute: 20 * 60 }
    await setHours(courier(1), hours)
    expect((await see()).unassigned).toMatchObject([{ orderNumber: numberOf(orderId), reason: 'waiting' }])
    await service.db.admin.query('update delivery.courier set capacity_grams = 100')
    try {
      expect((await see()).unassigned).toMatchObject([{ reason: 'too_large' }])
    } finally {
      await service.db.admin.query('update delivery.courier set capacity_grams = 1000000')
    }
  })
})

describe('a delivery that an operator gives to another courier', () => {
  test('goes there with all else kept, is told once, and leaves a line of who did it', async () => {
    const orderIds = await orders(6)
    const before = await rowOf(orderIds[0]!)
    const other = [1, 2, 3, 4].map(courier).find((id) => id !== before.courierId)!
    const answer = await move(before.id, { courierId: other })
    expect(answer).toMatchObject({ status: 200, body: { courierId: other } })
    const after = await rowOf(orderIds[0]!)
    expect(after).toMatchObject({ status: 'assigned', courierId: other, version: before.version + 1 })
    expect(after.eta?.toISOString()).toBe(answer.body.eta)
    expect(await planFaults(slotId)).toEqual([])
    expect((await newsOf(orderIds[0]!)).slice(1)).toEqual([expect.stringMatching(/courier_changed|rescheduled/)])
    const { rows } = await service.db.admin.query(
      `select actor_id, before, after from delivery.audit_log where action = 'delivery.move' and target_id = $1`,
      [before.id],
    )
    expect(rows).toMatchObject([
      { actor_id: 'o-1', before: { courierId: before.courierId }, after: { courierId: other } },
    ])
  })

  test('takes the wished place in the trip, or is refused with the reasons', async () => {
    const orderIds = await orders(6)
    const evening = await order(7, await slotToCome(3))
    const target = (await rowOf(evening)).courierId!
    for (const orderId of orderIds) await move((await rowOf(orderId)).id, { courierId: target })
    const first = (await rowOf(orderIds[3]!)).id
    expect(await move(first, { courierId: target, position: 1 })).toMatchObject({ status: 200, body: { position: 1 } })
    expect(await planFaults(slotId)).toEqual([])
    const refused = await move((await rowOf(evening)).id, { courierId: target, position: 1 })
    expect(refused).toMatchObject({ status: 409, body: { code: 'not_feasible' } })
    expect(refused.body.reasons.join()).toContain('outside its window')
    expect(refused.body.reasons.join()).toContain('K-')
    await setHours(courier(3), null)
    expect(await move(first, { courierId: courier(3) })).toMatchObject({ status: 409, body: { code: 'not_feasible' } })
  })

  test('must be one that waits or is planned', async () => {
    const orderId = await order(1)
    const { id } = await rowOf(orderId)
    expect(await move(newOrderId(), { courierId: courier(1) })).toMatchObject({ status: 404 })
    expect(await move(id, { courierId: 'nobody' })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'courierId' }] },
    })
    expect(await move(id, { courierId: courier(1), position: 0 })).toMatchObject({ status: 400 })
    await receive(cancelled(orderId))
    expect(await move(id, { courierId: courier(1) })).toMatchObject({
      status: 409,
      body: { deliveryStatus: 'cancelled' },
    })
  })

  test('ends in one trip, however many operators move it at once', async () => {
    const orderIds = await orders(6)
    const { id } = await rowOf(orderIds[2]!)
    const answers = await Promise.all([1, 2, 3, 4].map((number) => move(id, { courierId: courier(number) })))
    for (const { status } of answers) expect([200, 409]).toContain(status)
    expect(answers.some(({ status }) => status === 200)).toBe(true)
    for (const orderId of orderIds) expect(await rowOf(orderId)).toMatchObject({ status: 'assigned' })
    expect(await planFaults(slotId)).toEqual([])
  })
})

describe('a courier who does not come', () => {
  test('leaves the stops to others at once, who waits is told, and what nobody can take waits and is lost to nobody', async () => {
    const orderIds = await orders(12)
    const ill = (await rowOf(orderIds[0]!)).courierId!
    const theirs: string[] = []
    for (const orderId of orderIds) if ((await rowOf(orderId)).courierId === ill) theirs.push(orderId)
    const answer = await setHours(ill, null)
    expect(answer).toMatchObject({ status: 200, body: { moved: theirs.length, waiting: 0, onBoard: [] } })
    for (const orderId of theirs) {
      expect(await rowOf(orderId)).toMatchObject({ status: 'assigned', slotId })
      expect((await rowOf(orderId)).courierId).not.toBe(ill)
      expect((await newsOf(orderId)).slice(1)).toEqual([expect.stringMatching(/courier_changed|rescheduled/)])
    }
    expect(await planFaults(slotId)).toEqual([])
    expect((await see()).couriers).toHaveLength(3)
    for (const number of [1, 2, 3, 4]) await setHours(courier(number), null)
    for (const orderId of orderIds) expect(await rowOf(orderId)).toMatchObject({ status: 'unassigned', slotId })
    await restore(ill)
    await runSchedule()
    const back = await Promise.all(orderIds.map(rowOf))
    expect(back.some(({ status }) => status === 'assigned')).toBe(true)
    expect(back.every(({ status }) => status === 'assigned' || status === 'unassigned')).toBe(true)
    expect(await planFaults(slotId)).toEqual([])
  })

  test('or only for some hours keeps what fits in them, and what is packed already', async () => {
    const late = await slotToCome(3)
    await service.db.admin.query(
      "delete from delivery.shift where courier_id <> '01900000-0000-7000-8000-000000000001'",
    )
    const [early, evening, packed] = [await order(1), await order(2, late), await order(3, late)]
    const { id } = await rowOf(packed!)
    await service.db.admin.query("update delivery.delivery set status = 'handed_over' where id = $1", [id])
    expect(await setHours(courier(1), { startsMinute: 570, endsMinute: 16 * 60 + 15 })).toMatchObject({
      status: 200,
      body: { waiting: 1, onBoard: [numberOf(packed!)] },
    })
    expect(await rowOf(early!)).toMatchObject({ status: 'assigned' })
    expect(await rowOf(evening!)).toMatchObject({ status: 'unassigned', slotId: late })
    expect(await rowOf(packed!)).toMatchObject({ status: 'handed_over', courierId: courier(1) })
  })

  test('must be one of the fleet, on a day that is not over, with hours that make sense', async () => {
    expect(await setHours(newOrderId(), null)).toMatchObject({ status: 404 })
    expect(await setHours(courier(1), null, '2020-01-01')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'date' }] },
    })
    expect(await setHours(courier(1), { startsMinute: 600, endsMinute: 600 })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'hours.endsMinute' }] },
    })
  })

  test('whoever comes at the same time: orders, cancellations and the schedule leave a plan that can be driven', async () => {
    const orderIds = await orders(10)
    await Promise.all([
      setHours(courier(1), null),
      setHours(courier(2), { startsMinute: 600, endsMinute: 900 }),
      ...[20, 21, 22].map((index) => order(index)),
      receive(cancelled(orderIds[1]!)),
      runSchedule(),
    ])
    expect(await planFaults(slotId)).toEqual([])
    for (const orderId of orderIds.slice(2)) expect(['assigned', 'unassigned']).toContain((await rowOf(orderId)).status)
    expect((await rowOf(orderIds[1]!)).status).toBe('cancelled')
  })
})
