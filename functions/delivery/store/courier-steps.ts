import type { Transaction } from '@korob/platform/database'
import type { Coordinates } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'
import type { DeliveryStatus } from '../domain/delivery-states.ts'

export interface LockedRoute {
  id: string
  status: 'planned' | 'departed' | 'finished'
  planVersion: number
  departedAt: Date | null
  depot: Coordinates
}

const columns = sql`
  select route.id, status, plan_version as "planVersion", departed_at as "departedAt", json_build_object('lat', depot.lat, 'lon', depot.lon) as depot
    from route
    join courier on courier.id = courier_id
    join depot on depot.id = depot_id`

/** A trip of this courier, locked; undefined if it is somebody else's. */
export const lockRoute = (tx: Transaction, routeId: string, courierId: string): Promise<LockedRoute | undefined> =>
  tx.maybe<LockedRoute>(sql`${columns} where route.id = ${routeId} and courier_id = ${courierId} for update of route`)

/** The trip of this courier that has the stop, locked. */
export const lockRouteOfStop = (tx: Transaction, stopId: string, courierId: string): Promise<LockedRoute | undefined> =>
  tx.maybe<LockedRoute>(sql`
    ${columns}
     where route.id = (select route_id from stop where id = ${stopId}) and courier_id = ${courierId}
       for update of route`)

export interface LockedStop {
  stopId: string
  deliveryId: string
  status: DeliveryStatus
  deliveredAt: Date | null
  lat: number
  lon: number
  startsAt: Date
  endsAt: Date
  /** When something was last done with the parcel, by a courier, or an operator who took it back; null: never. */
  lastAt: Date | null
  /** When it got a courier, whoever of them that was. */
  assignedAt: Date | null
}

/** Stops of a locked trip in their order, their deliveries locked; all, or one. */
export const lockStops = (tx: Transaction, routeId: string, stopId: string | null = null): Promise<LockedStop[]> =>
  tx.many<LockedStop>(sql`
    select stop.id as "stopId", delivery.id as "deliveryId", status, delivered_at as "deliveredAt", lat, lon,
           starts_at as "startsAt", ends_at as "endsAt",
           -- What the service plans and tells happens while the courier has no line, and holds no step back.
           (select max(at) from tracking_entry
             where delivery_id = delivery.id and (actor_role = 'courier' or reason = 'returned')) as "lastAt",
           (select max(at) from tracking_entry
             where delivery_id = delivery.id and status = 'assigned' and reason is null) as "assignedAt"
      from stop
      join delivery on delivery.id = delivery_id
      join slot on slot.id = slot_id
     where route_id = ${routeId} and (${stopId}::uuid is null or stop.id = ${stopId})
     order by position nulls last, stop.id
       for update of delivery`)

/** The trip sets off: nothing is planned into it from now on. */
export const departRoute = (
  tx: Transaction,
  routeId: string,
  at: Date,
  returnsAt: Date,
): Promise<{ departedAt: Date }> =>
  tx.one<{ departedAt: Date }>(sql`
    update route set status = 'departed', departed_at = ${at}, returns_at = ${returnsAt}, plan_version = plan_version + 1
     where id = ${routeId}
    returning departed_at as "departedAt"`)
