import { currentContext } from '@korob/platform/context'
import { type Database, database, type Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { DeliveryStatus } from '../domain/delivery-states.ts'

export type Fate = 'returned' | 'lost'

interface TripToEnd {
  courierId: string
  serviceDate: string
  status: 'planned' | 'departed' | 'finished'
}

const trip = sql`select courier_id as "courierId", service_date as "serviceDate", status from route`

/** A trip that is known to be there. */
export const readTrip = (db: Database, routeId: string): Promise<TripToEnd> =>
  db.one<TripToEnd>(sql`${trip} where id = ${routeId}`)

export const lockTrip = (tx: Transaction, routeId: string): Promise<TripToEnd | undefined> =>
  tx.maybe<TripToEnd>(sql`${trip} where id = ${routeId} for update`)

export interface TripParcel {
  deliveryId: string
  orderId: string
  orderNumber: string
  status: DeliveryStatus
  /** Its stop is still on this trip. */
  isHere: boolean
  /** What an operator has said of it on this trip before. */
  fate: Fate | null
}

/** Parcels of a trip in their order, and those that left it when it was ended. */
export const readParcels = (db: Database, routeId: string): Promise<TripParcel[]> =>
  db.many<TripParcel>(sql`
    select delivery.id as "deliveryId", order_id as "orderId", order_number as "orderNumber", delivery.status,
           stop.id is not null as "isHere", fate
      from delivery
      left join stop on stop.delivery_id = delivery.id and stop.route_id = ${routeId}
      left join ended_parcel as ended on ended.delivery_id = delivery.id and ended.route_id = ${routeId}
     where stop.id is not null or ended.delivery_id is not null
     order by stop.position nulls last, delivery.id`)

/** The same of a locked trip, the deliveries of its stops locked. */
export const lockParcels = async (tx: Transaction, routeId: string): Promise<TripParcel[]> => {
  await tx.run(sql`
    select from delivery where id in (select delivery_id from stop where route_id = ${routeId}) order by id for update`)
  return readParcels(tx, routeId)
}

/** Orders whose parcels an operator calls lost, before anything is locked. */
export const readOrdersOf = (deliveryIds: readonly string[]): Promise<{ orderId: string }[]> =>
  database.many<{ orderId: string }>(sql`
    select order_id as "orderId" from delivery where id = any(${deliveryIds}::uuid[]) order by order_id`)

/** What was said of parcels of this trip. */
export const noteFates = (
  tx: Transaction,
  routeId: string,
  parcels: readonly { deliveryId: string; fate: Fate }[],
  operatorId: string,
): Promise<number> =>
  tx.run(sql`
    insert into ended_parcel (route_id, delivery_id, fate, operator_id)
    select ${routeId}, delivery_id, fate, ${operatorId}
      from unnest(${parcels.map(({ deliveryId }) => deliveryId)}::uuid[], ${parcels.map(({ fate }) => fate)}::text[])
           as one (delivery_id, fate)
    on conflict (route_id, delivery_id) do update
      set fate = excluded.fate, operator_id = excluded.operator_id, ended_at = now()`)

/** Locked parcels that are at the depot again wait for a courier; false if one of them is not with its courier any more. */
export const takeParcelsBack = async (
  tx: Transaction,
  deliveryIds: readonly string[],
  operatorId: string,
): Promise<boolean> => {
  const rows = await tx.run(sql`
    with moved as (
      update delivery set status = 'unassigned', version = version + 1, tried_at = null
       where id = any(${deliveryIds}::uuid[]) and status in ('handed_over', 'departed')
      returning id, version, status)
    insert into tracking_entry (delivery_id, version, status, actor_role, actor_id, correlation_id, reason)
    select id, version, status, 'operator', ${operatorId}, ${currentContext().correlationId}, 'returned' from moved`)
  await tx.run(sql`delete from stop where delivery_id = any(${deliveryIds}::uuid[])`)
  return rows === deliveryIds.length
}

/** Locked parcels are lost: nobody brings them, and none comes back. Answers what is to be told. */
export const loseParcels = async (
  tx: Transaction,
  deliveryIds: readonly string[],
  operatorId: string,
): Promise<{ deliveryId: string; orderId: string; orderNumber: string; version: number; lostAt: Date }[]> => {
  await tx.run(sql`update stop set position = null where delivery_id = any(${deliveryIds}::uuid[])`)
  return tx.many(sql`
    with moved as (
      update delivery set status = 'cancelled', version = version + 1
       where id = any(${deliveryIds}::uuid[]) and status in ('handed_over', 'departed', 'failed')
      returning id, order_id, order_number, version, status
    ), entry as (
      insert into tracking_entry (delivery_id, version, status, actor_role, actor_id, correlation_id, reason)
      select id, version, status, 'operator', ${operatorId}, ${currentContext().correlationId}, 'lost' from moved)
    select id as "deliveryId", order_id as "orderId", order_number as "orderNumber", version, now() as "lostAt"
      from moved order by id`)
}

/** A trip that somebody ended has brought its courier home, whoever that was. */
export const endTripNow = (tx: Transaction, routeId: string): Promise<number> =>
  tx.run(sql`update route set returns_at = least(returns_at, now()) where id = ${routeId}`)
