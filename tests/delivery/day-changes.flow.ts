import { database, transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { lookAtDays, lookInTurn } from '../../functions/delivery/actions/day-room.ts'
import { neverSeen, readDayChanges } from '../../functions/delivery/store/day-changes.ts'
import { changeFleetVersion } from '../../functions/delivery/store/plans.ts'
import {
  amend,
  clearOrders,
  type DeliveryService,
  deliveryOf,
  hold,
  newOrderId,
  receive,
  slotToCome,
  startDelivery,
} from './support/delivery-service.ts'
import { addressNumber, confirmed } from './support/order-events.ts'
import { planFaults } from './support/plan-faults.ts'

let service: DeliveryService
let slotId: string
let date: string

beforeAll(async () => {
  service = await startDelivery()
})
beforeEach(async () => {
  await clearOrders(service)
  slotId = await slotToCome()
  ;({ date } = await database.one<{ date: string }>(sql`select service_date as date from slot where id = ${slotId}`))
})
afterAll(() => service.stop())

const order = async (index: number, inSlot = slotId) => {
  const orderId = newOrderId()
  await receive(confirmed({ orderId, slotId: inSlot, address: addressNumber(index) }))
  return orderId
}
const look = async () => (await lookAtDays(database, [date], null))[0]!
const changesSince = (since: string, fleet: number) =>
  readDayChanges(database, [{ serviceDate: date, since }], fleet, null)
const admin = (text: string, values: unknown[] = []) => service.db.admin.query(text, values)
const versionsOf = async () => (await look()).trips.flatMap(({ planVersion }) => planVersion ?? [])

describe('what is read of a day', () => {
  test('is all of it once, and then what has changed: nothing, or one trip of several', async () => {
    // No courier works both.
    await order(1, await slotToCome(0))
    await order(2, await slotToCome(5))
    const whole = await changesSince(neverSeen, 0)
    expect(whole.duty?.length).toBeGreaterThan(1)
    expect(whole.trips).toHaveLength(2)
    expect(await changesSince(whole.seen, whole.fleet)).toMatchObject({ duty: null, trips: null, promised: null })
    const orderId = newOrderId()
    await hold({ orderId, slotId })
    expect(await changesSince(whole.seen, whole.fleet)).toMatchObject({
      trips: null,
      promised: [{ deliveryId: orderId, isHeld: true }],
    })
    await order(3, await slotToCome(5))
    expect((await changesSince(whole.seen, whole.fleet)).trips).toHaveLength(1)
  })

  test('misses nothing of who began before the look and committed after it', async () => {
    await order(1)
    const [before] = await versionsOf()
    await admin('begin')
    await admin('update delivery.route set plan_version = plan_version + 10')
    // Others come and go meanwhile, so that transactions which began later are over.
    await hold({ orderId: newOrderId(), slotId })
    await hold({ orderId: newOrderId(), slotId })
    await look()
    await admin('commit')
    expect(Math.max(...(await versionsOf()))).toBeGreaterThanOrEqual(before! + 10)
    expect(await planFaults(slotId)).toEqual([])
  })

  test('is forgotten where a transaction had changed it and took that back', async () => {
    await order(1)
    const before = (await look()).trips
    const undone = new Error('undone')
    const work = transaction(async (tx) => {
      await changeFleetVersion(tx)
      await tx.run(sql`update courier set capacity_grams = 1`)
      await tx.run(sql`update route set plan_version = plan_version + 1`)
      const day = await lookInTurn(tx, date, null)
      expect(day.trips[0]).toMatchObject({ capacityGrams: 1, planVersion: before[0]!.planVersion! + 1 })
      expect(day.kept()).toBeUndefined()
      throw undone
    })
    await expect(work).rejects.toBe(undone)
    expect((await look()).trips).toEqual(before)
    // Somebody else's change has the number now that the undone one would have had.
    await admin('update delivery.courier set capacity_grams = 2')
    expect((await look()).trips[0]).toMatchObject({ capacityGrams: 2 })
    await admin('update delivery.courier set capacity_grams = 1000000')
  })

  test('is another fleet after any change of it, whoever makes it, and another day after data were cleared', async () => {
    await order(1)
    const { fleet } = await changesSince(neverSeen, 0)
    const ofFleet = async () => (await changesSince(neverSeen, 0)).fleet
    await admin('update delivery.shift set ends_minute = ends_minute - 1')
    await admin('update delivery.depot set revision = revision + 1')
    expect(await ofFleet()).toBe(fleet + 2)
    await look()
    await clearOrders(service)
    expect((await look()).trips.flatMap(({ routeId }) => routeId ?? [])).toEqual([])
    await admin('update delivery.shift set ends_minute = ends_minute + 1')
  })

  test('tells what an order weighs since some of it was cancelled', async () => {
    const orderId = await order(1)
    await look()
    const { id } = (await deliveryOf(orderId))!
    const items = [{ name: { ru: 'Чайник', en: 'Kettle' }, quantity: 1 }]
    const change = { orderId, contentVersion: 4, changeId: newOrderId(), items, weightGrams: 5, totalMinor: 1 }
    expect(await amend(change)).toMatchObject({ ok: true })
    const stops = (await look()).trips.flatMap((trip) => trip.stops)
    expect(stops).toMatchObject([{ deliveryId: id, weightGrams: 5 }])
  })

  test('is what it is after looks from everywhere at once, amid holds, orders and cancellations', async () => {
    const work = Array.from({ length: 12 }, async (_, index) => {
      const orderId = newOrderId()
      await hold({ orderId, slotId, address: addressNumber(index) })
      await Promise.all([look(), receive(confirmed({ orderId, slotId, address: addressNumber(index) })), look()])
    })
    await Promise.all(work)
    expect(await planFaults(slotId)).toEqual([])
    const { kept } = await look()
    expect(kept()).toBeDefined()
  })
})
