import { database, type Transaction } from '@korob/platform/database'
import type { Coordinates } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'

export interface StopRow {
  deliveryId: string
  lat: number
  lon: number
  startsAt: string
  endsAt: string
  weightGrams: number
}

/** A courier's open trip of a day, or the one that could be opened. */
export interface OpenTrip {
  courierId: string
  depot: Coordinates
  capacityGrams: number
  startsMinute: number
  endsMinute: number
  routeId: string | null
  planVersion: number | null
  /** The number a new trip would get. */
  nextTrip: number
  /** Out with an earlier trip until then. */
  busyUntil: Date | null
  stops: StopRow[]
}

/** One statement, so that versions and stops belong together. */
export const readOpenTrips = (serviceDate: string): Promise<OpenTrip[]> =>
  database.many<OpenTrip>(sql`
    select courier.id as "courierId", json_build_object('lat', depot.lat, 'lon', depot.lon) as depot,
           capacity_grams as "capacityGrams", starts_minute as "startsMinute", ends_minute as "endsMinute",
           route.id as "routeId", plan_version as "planVersion",
           coalesce(day.trips, 0) + 1 as "nextTrip", day.busy_until as "busyUntil",
           coalesce(stops.list, '[]') as stops
      from courier
      join depot on depot.id = courier.depot_id
      join shift on shift.courier_id = courier.id and shift.weekday = extract(isodow from ${serviceDate}::date)
      left join route on route.courier_id = courier.id and route.service_date = ${serviceDate} and route.status = 'planned'
      left join lateral (
        select max(trip) as trips, max(returns_at) filter (where status = 'departed') as busy_until
          from route as other where other.courier_id = courier.id and other.service_date = ${serviceDate}) as day on true
      left join lateral (
        select json_agg(json_build_object(
                 'deliveryId', delivery.id, 'lat', delivery.lat, 'lon', delivery.lon, 'startsAt', slot.starts_at,
                 'endsAt', slot.ends_at, 'weightGrams', weight_grams) order by stop.position) as list
          from stop
          join delivery on delivery.id = stop.delivery_id
          join slot on slot.id = delivery.slot_id
         where stop.route_id = route.id and stop.position is not null) as stops on true
     order by courier.id`)

export interface RouteKey {
  id: string
  courierId: string
  serviceDate: string
}

/** Opens a trip; false if somebody opened one for this courier and day meanwhile. */
export const openRoute = async (tx: Transaction, route: RouteKey, trip: number, returnsAt: Date): Promise<boolean> => {
  const rows = await tx.run(sql`
    insert into route (id, courier_id, service_date, trip, plan_version, returns_at)
    values (${route.id}, ${route.courierId}, ${route.serviceDate}, ${trip}, 1, ${returnsAt})
    on conflict do nothing`)
  return rows === 1
}

/** Compare and swap: false if the trip was planned anew or set off since `seenVersion`. */
export const swapPlanVersion = async (
  tx: Transaction,
  routeId: string,
  seenVersion: number,
  returnsAt: Date,
): Promise<boolean> => {
  const rows = await tx.run(sql`
    update route set plan_version = plan_version + 1, returns_at = ${returnsAt}
     where id = ${routeId} and plan_version = ${seenVersion} and status = 'planned'`)
  return rows === 1
}

/** New places and times of stops that the trip has already. */
export const renumberStops = (
  tx: Transaction,
  stops: readonly { deliveryId: string; position: number; eta: Date }[],
): Promise<number> =>
  tx.run(sql`
    update stop set position = planned.position, eta = planned.eta
      from unnest(${stops.map(({ deliveryId }) => deliveryId)}::uuid[], ${stops.map(({ position }) => position)}::integer[],
                  ${stops.map(({ eta }) => eta)}::timestamptz[]) as planned (delivery_id, position, eta)
     where stop.delivery_id = planned.delivery_id
       and (stop.position, stop.eta) is distinct from (planned.position, planned.eta)`)

/** Puts a delivery into a trip; false if its slot is another now than the one it was planned for. */
export const insertStop = async (
  tx: Transaction,
  stop: { id: string; routeId: string; deliveryId: string; position: number; eta: Date },
): Promise<boolean> => {
  const rows = await tx.run(sql`
    insert into stop (id, delivery_id, route_id, position, eta)
    select ${stop.id}, delivery.id, ${stop.routeId}, ${stop.position}, ${stop.eta}
      from delivery join slot on slot.id = slot_id
     where delivery.id = ${stop.deliveryId} and ${stop.eta}::timestamptz between date_trunc('milliseconds', starts_at) and ends_at`)
  return rows === 1
}
