import type { Address } from '@korob/platform/address'
import { currentContext } from '@korob/platform/context'
import { type Database, database, type Transaction } from '@korob/platform/database'
import type { Coordinates } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'
import type { DeliveryStatus } from '../domain/delivery-states.ts'
import type { MovedBy, PlanningProblem } from './deliveries.ts'

export interface DispatchStop {
  deliveryId: string
  orderId: string
  orderNumber: string
  position: number | null
  status: DeliveryStatus
  address: Pick<Address, 'city' | 'street' | 'house'>
  lat: number
  lon: number
  startsAt: string
  endsAt: string
  eta: string
  weightGrams: number
}

export interface DispatchTrip {
  routeId: string
  courierId: string
  firstName: string
  depot: Coordinates
  trip: number
  status: 'planned' | 'departed' | 'finished'
  planVersion: number
  departedAt: Date | null
  returnsAt: Date
  stops: DispatchStop[]
}

/** Trips of a day with stops, by courier and in their order. */
export const readDispatchTrips = (serviceDate: string): Promise<DispatchTrip[]> =>
  database.many<DispatchTrip>(sql`
    select route.id as "routeId", courier.id as "courierId", first_name as "firstName",
           json_build_object('lat', depot.lat, 'lon', depot.lon) as depot, trip, route.status,
           plan_version as "planVersion", departed_at as "departedAt", returns_at as "returnsAt",
           json_agg(json_build_object(
             'deliveryId', delivery.id, 'orderId', order_id, 'orderNumber', order_number, 'position', position,
             'status', delivery.status, 'lat', delivery.lat, 'lon', delivery.lon, 'startsAt', starts_at, 'endsAt', ends_at,
             'eta', eta, 'weightGrams', weight_grams,
             'address', jsonb_build_object('city', address -> 'city', 'street', address -> 'street', 'house', address -> 'house'))
             order by position nulls last, stop.id) as stops
      from route
      join courier on courier.id = route.courier_id
      join depot on depot.id = courier.depot_id
      join stop on stop.route_id = route.id
      join delivery on delivery.id = stop.delivery_id
      join slot on slot.id = slot_id
     where route.service_date = ${serviceDate}
     group by route.id, courier.id, depot.id
     order by first_name, courier.id, trip`)

export interface WaitingDelivery {
  deliveryId: string
  orderId: string
  orderNumber: string
  problem: PlanningProblem | null
  address: Pick<Address, 'city' | 'street' | 'house'>
  lat: number | null
  lon: number | null
  startsAt: Date | null
  endsAt: Date | null
  weightGrams: number
}

/** Deliveries of a day without a courier, and those that have no day yet; the oldest first. */
export const readWaitingOfDay = (serviceDate: string, limit: number): Promise<WaitingDelivery[]> =>
  database.many<WaitingDelivery>(sql`
    select delivery.id as "deliveryId", order_id as "orderId", order_number as "orderNumber", problem,
           jsonb_build_object('city', address -> 'city', 'street', address -> 'street', 'house', address -> 'house') as address,
           lat, lon, starts_at as "startsAt", ends_at as "endsAt", weight_grams as "weightGrams"
      from delivery left join slot on slot.id = slot_id
     where status = 'unassigned' and (slot_id is null or service_date = ${serviceDate})
     order by delivery.created_at, delivery.id
     limit ${limit}`)

export interface DutyRow {
  courierId: string
  firstName: string
  startsMinute: number
  endsMinute: number
}

/** Who works on a day. */
export const readDuty = (db: Database, serviceDate: string): Promise<DutyRow[]> =>
  db.many<DutyRow>(sql`
    select courier_id as "courierId", first_name as "firstName", starts_minute as "startsMinute", ends_minute as "endsMinute"
      from shifts_on(${serviceDate}::date) join courier on courier.id = courier_id
     order by first_name, courier_id`)

export interface DeliveryToMove {
  orderId: string
  status: DeliveryStatus
  problem: PlanningProblem | null
  serviceDate: string | null
  slotBegins: Date | null
}

export const readDeliveryToMove = (deliveryId: string): Promise<DeliveryToMove | undefined> =>
  database.maybe<DeliveryToMove>(sql`
    select order_id as "orderId", status, problem, service_date as "serviceDate", starts_at as "slotBegins"
      from delivery left join slot on slot.id = slot_id where delivery.id = ${deliveryId}`)

/** The courier, so locked that nobody else changes when and how they work until commit. */
export const lockCourier = (
  tx: Transaction,
  courierId: string,
): Promise<{ id: string; firstName: string; isGone: boolean; revision: number } | undefined> =>
  tx.maybe(sql`
    select id, first_name as "firstName", retired_at is not null as "isGone", revision
      from courier where id = ${courierId} for no key update`)

export interface Hours {
  startsMinute: number
  endsMinute: number
}

/** A day's exception; undefined if it is as the week has it. */
export const readException = async (
  tx: Transaction,
  courierId: string,
  serviceDate: string,
): Promise<{ hours: Hours | null } | undefined> => {
  const row = await tx.maybe<{ startsMinute: number | null; endsMinute: number | null }>(sql`
    select starts_minute as "startsMinute", ends_minute as "endsMinute" from shift_exception
     where courier_id = ${courierId} and service_date = ${serviceDate}`)
  if (!row) return undefined
  const { startsMinute, endsMinute } = row
  return { hours: startsMinute === null || endsMinute === null ? null : { startsMinute, endsMinute } }
}

/** Other hours on one day; null: none at all. */
export const writeException = (
  tx: Transaction,
  courierId: string,
  serviceDate: string,
  hours: Hours | null,
): Promise<number> =>
  tx.run(sql`
    insert into shift_exception (courier_id, service_date, starts_minute, ends_minute)
    values (${courierId}, ${serviceDate}, ${hours?.startsMinute ?? null}, ${hours?.endsMinute ?? null})
    on conflict (courier_id, service_date) do update
      set starts_minute = excluded.starts_minute, ends_minute = excluded.ends_minute`)

/** Days from `from` on that are not as the week has them. */
export const readExceptions = (
  db: Database,
  courierId: string,
  from: string,
): Promise<{ date: string; startsMinute: number | null; endsMinute: number | null }[]> =>
  db.many(sql`
    select service_date as date, starts_minute as "startsMinute", ends_minute as "endsMinute" from shift_exception
     where courier_id = ${courierId} and service_date >= ${from}
     order by service_date
     limit 400`)

export const removeException = (tx: Transaction, courierId: string, serviceDate: string): Promise<number> =>
  tx.run(sql`delete from shift_exception where courier_id = ${courierId} and service_date = ${serviceDate}`)

/** Which of these parcels a courier has by now. */
export const readTaken = async (tx: Transaction, deliveryIds: readonly string[]): Promise<Set<string>> => {
  const rows = await tx.many<{ id: string }>(sql`
    select id from delivery where id = any(${deliveryIds}::uuid[]) and status <> 'assigned'`)
  return new Set(rows.map(({ id }) => id))
}

/** Numbers of orders whose parcels a courier has and brings on a day. */
export const readNumbersOnBoard = async (
  tx: Transaction,
  courierId: string,
  serviceDate: string,
): Promise<string[]> => {
  const rows = await tx.many<{ orderNumber: string }>(sql`
    select order_number as "orderNumber"
      from route join stop on stop.route_id = route.id join delivery on delivery.id = delivery_id
     where courier_id = ${courierId} and service_date = ${serviceDate} and delivery.status in ('handed_over', 'departed')
     order by order_number`)
  return rows.map(({ orderNumber }) => orderNumber)
}

/** Takes deliveries out of their trips, which are locked: they wait for a courier again. False if one of them is not assigned any more. */
export const releaseStops = async (tx: Transaction, deliveryIds: readonly string[], by: MovedBy): Promise<boolean> => {
  const rows = await tx.run(sql`
    with moved as (
      update delivery set status = 'unassigned', version = version + 1, tried_at = null
       where id = any(${deliveryIds}::uuid[]) and status = 'assigned'
      returning id, version, status)
    insert into tracking_entry (delivery_id, version, status, actor_role, actor_id, correlation_id)
    select id, version, status, ${by.role}, ${'id' in by ? by.id : null}, ${currentContext().correlationId} from moved`)
  await tx.run(sql`delete from stop where delivery_id = any(${deliveryIds}::uuid[])`)
  return rows === deliveryIds.length
}

/** Numbers of orders by the ids of their deliveries. */
export const readOrderNumbers = async (deliveryIds: readonly string[]): Promise<Map<string, string>> => {
  const rows = await database.many<{ id: string; orderNumber: string }>(sql`
    select id, order_number as "orderNumber" from delivery where id = any(${deliveryIds}::uuid[])`)
  return new Map(rows.map(({ id, orderNumber }) => [id, orderNumber]))
}
