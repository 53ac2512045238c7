import type { Address } from '@korob/platform/address'
import { currentContext } from '@korob/platform/context'
import { type Database, database, type Transaction } from '@korob/platform/database'
import type { EventOf } from '@korob/platform/events'
import type { Coordinates } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'
import type { orderConfirmed } from '../../orders/contract.ts'
import type { DeliveryStatus } from '../domain/delivery-states.ts'
import type { PlannedStop } from '../domain/timetable.ts'

export type PlanningProblem = 'address_unknown' | 'out_of_zone' | 'too_heavy'

export interface NewDelivery {
  id: string
  order: EventOf<typeof orderConfirmed>['data']
  location: Coordinates | undefined
  problem: PlanningProblem | undefined
  slotId: string | undefined
}

/** Writes the delivery of an order and the first line of its history; false if there is one. */
export const insertDelivery = async (tx: Transaction, delivery: NewDelivery): Promise<boolean> => {
  const { id, order, location, problem, slotId } = delivery
  const { city, street, house, apartment, entrance, floor, intercom } = order.address
  const address: Address = { city, street, house, apartment, entrance, floor, intercom }
  const rows = await tx.run(sql`
    with fresh as (
      insert into delivery (id, order_id, order_number, status, slot_id, recipient_name, recipient_phone, language, address,
                            lat, lon, problem, weight_grams, items, payment_method, total_minor, currency, comment)
      values (${id}, ${order.orderId}, ${order.number}, 'unassigned', ${slotId}, ${order.contact.name},
              ${order.contact.phone}, ${order.language}, ${JSON.stringify(address)}, ${location?.lat}, ${location?.lon},
              ${problem}, ${order.weightGrams}, ${JSON.stringify(order.items)}, ${order.paymentMethod},
              ${order.totalMinor}, ${order.currency}, ${order.comment})
      on conflict (order_id) do nothing
      returning id, version, status)
    insert into tracking_entry (delivery_id, version, status, actor_role, correlation_id)
    select id, version, status, 'delivery', ${currentContext().correlationId} from fresh`)
  return rows === 1
}

/** Who moved a delivery on: a person, or a service by itself. */
export type MovedBy = { role: 'courier' | 'operator'; id: string } | { role: 'delivery' | 'orders' }

/**
 * Moves on from exactly this status and writes the line of its history; false if the delivery is no longer there.
 * Its version grows by one.
 * @param at when it happened; now, unless given
 */
export const changeStatus = async (
  tx: Transaction,
  deliveryId: string,
  from: DeliveryStatus,
  to: DeliveryStatus,
  by: MovedBy,
  at?: Date,
): Promise<boolean> => {
  const rows = await tx.run(sql`
    with moved as (
      update delivery
         set status = ${to}, version = version + 1,
             delivered_at = case when ${to} = 'delivered' then coalesce(${at}::timestamptz, now()) end
       where id = ${deliveryId} and status = ${from}
      returning id, version, status)
    insert into tracking_entry (delivery_id, version, status, at, actor_role, actor_id, correlation_id)
    select id, version, status, coalesce(${at}::timestamptz, now()), ${by.role}, ${'id' in by ? by.id : null},
           ${currentContext().correlationId}
      from moved`)
  return rows === 1
}

export interface Unassigned extends PlannedStop {
  orderId: string
  slotId: string
  serviceDate: string
}

interface UnassignedRow {
  orderId: string
  slotId: string
  serviceDate: string
  startsAt: Date
  endsAt: Date
  lat: number
  lon: number
  weightGrams: number
}

/** A delivery that waits for a courier, as the planner takes it; undefined if it doesn't wait or has no slot yet. */
export const readUnassigned = async (deliveryId: string, serviceMs: number): Promise<Unassigned | undefined> => {
  const row = await database.maybe<UnassignedRow>(sql`
    select order_id as "orderId", slot.id as "slotId", service_date as "serviceDate", starts_at as "startsAt", ends_at as "endsAt", lat, lon,
           weight_grams as "weightGrams"
      from delivery join slot on slot.id = slot_id
     where delivery.id = ${deliveryId} and status = 'unassigned' and problem is null`)
  if (!row) return undefined
  const { orderId, slotId, serviceDate, startsAt, endsAt, lat, lon, weightGrams } = row
  return {
    deliveryId,
    orderId,
    slotId,
    serviceDate,
    location: { lat, lon },
    windowStartMs: startsAt.getTime(),
    windowEndMs: endsAt.getTime(),
    serviceMs,
    weightGrams,
  }
}

export interface Waiting {
  id: string
  orderId: string
  slotId: string | null
  /** Its slot has begun, or it never had one. */
  needsSlot: boolean
  /** The schedule has looked in vain before. */
  wasTried: boolean
}

/** Deliveries without a courier; those that were tried longest ago first, so that hopeless ones don't stand before others. */
export const readWaiting = (limit: number): Promise<Waiting[]> =>
  database.many<Waiting>(sql`
    select delivery.id, order_id as "orderId", slot_id as "slotId", coalesce(slot.starts_at <= now(), true) as "needsSlot",
           tried_at is not null as "wasTried"
      from delivery left join slot on slot.id = slot_id
     where status = 'unassigned' and problem is null
     order by tried_at nulls first, delivery.created_at
     limit ${limit}`)

export const noteTry = (deliveryId: string): Promise<number> =>
  database.run(sql`update delivery set tried_at = now() where id = ${deliveryId} and status = 'unassigned'`)

/** Where the parcel of an order goes and what it weighs; the location is null if the address is not on the map. */
export const readParcel = (
  tx: Transaction,
  orderId: string,
): Promise<{ lat: number | null; lon: number | null; weightGrams: number } | undefined> =>
  tx.maybe(sql`select lat, lon, weight_grams as "weightGrams" from delivery where order_id = ${orderId}`)

/** Moves a delivery that still waits in the slot it was read with; false if it doesn't. */
export const moveToSlot = async (tx: Transaction, waiting: Waiting, slotId: string): Promise<boolean> =>
  (await tx.run(sql`
    update delivery set slot_id = ${slotId}
     where id = ${waiting.id} and status = 'unassigned' and slot_id is not distinct from ${waiting.slotId}`)) === 1

/** The heaviest order any courier's vehicle can carry, grams. */
export const largestVehicle = async (db: Database): Promise<number> =>
  (
    await db.one<{ grams: number }>(
      sql`select coalesce(max(capacity_grams), 0) as grams from courier where retired_at is null`,
    )
  ).grams

/** The order is paid, whether or not its delivery is known here already. */
export const notePaid = (tx: Transaction, orderId: string): Promise<number> =>
  tx.run(sql`insert into paid_order (order_id) values (${orderId}) on conflict do nothing`)
