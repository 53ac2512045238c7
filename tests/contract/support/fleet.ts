import { randomUUID } from 'node:crypto'
import type { TestShop } from '../../support/test-shop.ts'
import type { JsonObject } from './document.ts'

/** Of a week ahead: a day that no order of the tests is for. */
const quietDay = (): string => new Date(Date.now() + 7 * 24 * 3_600_000).toISOString().slice(0, 10)

const newCourier = async ({ db }: TestShop): Promise<string> => {
  const id = randomUUID()
  await db.query(
    `insert into delivery.courier (id, first_name, depot_id, capacity_grams) values ($1, 'Марат', 'depot-1', 100000)`,
    [id],
  )
  return id
}

let minutes = 0

/** Of half an hour past midnight and later, a minute apart. */
const newTemplate = async ({ db }: TestShop): Promise<string> => {
  const id = randomUUID()
  await db.query(
    `insert into delivery.slot_template (id, weekdays, starts_minute, ends_minute, cutoff_minutes) values ($1, '{7}', $2, 500, 60)`,
    [id, 30 + minutes++],
  )
  return id
}

const newDepot = async ({ db }: TestShop): Promise<string> => {
  const id = `depot-${randomUUID().slice(0, 8)}`
  await db.query(
    `insert into delivery.depot (id, name, lat, lon) select $1, name, lat, lon from delivery.depot limit 1`,
    [id],
  )
  return id
}

/** The last to be asked for an address. */
const newZone = async ({ db }: TestShop): Promise<string> => {
  const id = `zone-${randomUUID().slice(0, 8)}`
  await db.query(
    `insert into delivery.zone (id, position, name, outline, fee_minor)
     select $1, max(position) + 1, '{"ru": "Луг", "en": "Meadow"}', '[[41.1,57.34],[41.11,57.34],[41.11,57.35],[41.1,57.34]]', 100
       from delivery.zone`,
    [id],
  )
  return id
}

const quietSlot = async ({ db }: TestShop): Promise<string> => {
  const { rows } = await db.query<{ id: string }>(
    `update delivery.slot set revision = 1 where id = (select max(id) from delivery.slot) returning id`,
  )
  return rows[0]?.id ?? ''
}

/** Of an order that was called off on the way. */
const newRefusedStep = async ({ db }: TestShop): Promise<string> => {
  const { rows } = await db.query<{ id: string }>(
    `insert into delivery.refused_step (delivery_id, courier_id, stop_id, step, delivery_status, happened_at)
     select delivery.id, courier.id, gen_random_uuid(), 'deliver', 'cancelled', now()
       from delivery.delivery, delivery.courier limit 1
     returning id`,
  )
  return rows[0]?.id ?? ''
}

/** What stands for the names in the examples of operations on couriers, depots, zones and slots: each has its own, of the first revision. */
export const fleetParameters = async (shop: TestShop, operationId: string): Promise<JsonObject> => {
  if (['changeCourierDay', 'restoreCourierDay'].includes(operationId))
    return { courierId: await newCourier(shop), date: quietDay() }
  if (['settleRefusedStep', 'readRefusedProof'].includes(operationId))
    return { refusedStepId: await newRefusedStep(shop) }
  if (['readCourier', 'listCourierDays', 'changeCourier', 'removeCourier'].includes(operationId))
    return { courierId: await newCourier(shop) }
  if (['changeDeliveryZone', 'removeDeliveryZone'].includes(operationId)) return { zoneId: await newZone(shop) }
  if (['changeDepot', 'removeDepot'].includes(operationId)) return { depotId: await newDepot(shop) }
  if (['changeSlotTemplate', 'removeSlotTemplate'].includes(operationId)) return { templateId: await newTemplate(shop) }
  if (operationId === 'changeSlot') return { slotId: await quietSlot(shop) }
  return {}
}

/** Windows that begin when no other does. */
export const newStart = (): JsonObject => ({ startsMinute: 200 + minutes++, endsMinute: 500 })

export const deliveryOfOrder = async ({ db }: TestShop, orderId: string): Promise<string> => {
  const { rows } = await db.query<{ id: string }>('select id from delivery.delivery where order_id = $1', [orderId])
  return rows[0]?.id ?? ''
}

/** The order that a tracking token is of. */
export const orderOfLink = (token: string): string =>
  Buffer.from(token, 'base64url')
    .subarray(1, 17)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** Each parcel that the courier of a trip has is back. */
export const wholeTripBack = async ({ db }: TestShop, routeId: string): Promise<JsonObject> => {
  const { rows } = await db.query<{ id: string }>(
    `select delivery.id from delivery.stop join delivery.delivery on delivery.id = delivery_id
      where route_id = $1 and status in ('handed_over', 'departed', 'failed')`,
    [routeId],
  )
  return { parcels: rows.map(({ id }) => ({ deliveryId: id, fate: 'returned' })), courierWorksOn: true }
}

export const planVersionOf = async ({ db }: TestShop, routeId: string): Promise<number> => {
  const { rows } = await db.query<{ version: number }>(
    'select plan_version as version from delivery.route where id = $1',
    [routeId],
  )
  return rows[0]?.version ?? 0
}

export const orderOfDelivery = async ({ db }: TestShop, deliveryId: string): Promise<string> => {
  const { rows } = await db.query<{ id: string }>('select order_id as id from delivery.delivery where id = $1', [
    deliveryId,
  ])
  return rows[0]?.id ?? ''
}

/** One of each, for whoever asks about them. */
export const fleetNames = async (shop: TestShop, orderId: string) => ({
  courierId: await newCourier(shop),
  depotId: await newDepot(shop),
  zoneId: await newZone(shop),
  templateId: await newTemplate(shop),
  slotId: await quietSlot(shop),
  refusedStepId: await newRefusedStep(shop),
  deliveryId: await deliveryOfOrder(shop, orderId),
  date: quietDay(),
})
