import { type Database, database, type Transaction } from '@korob/platform/database'
import type { Coordinates } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'
import type { ShiftBreak } from '../domain/shifts.ts'

export interface StopRow {
  deliveryId: string
  lat: number
  lon: number
  startsAt: string
  endsAt: string
  cutoffAt: string
  weightGrams: number
}

/** A courier who works on a day. */
export interface Duty {
  serviceDate: string
  courierId: string
  depot: Coordinates
  capacityGrams: number
  speedFactor: number
  startsMinute: number
  endsMinute: number
  breaks: ShiftBreak[]
}

/** A courier's open trip of a day, or the one that could be opened. */
export interface OpenTrip extends Duty {
  routeId: string | null
  planVersion: number | null
  /** Of the fleet's hours, vehicles and depots. */
  fleetVersion: number
  /** The number a new trip would get. */
  nextTrip: number
  /** Out with an earlier trip until then. */
  busyUntil: Date | null
  stops: StopRow[]
}

/**
 * Of several days. One statement, so that versions and stops belong together.
 * @param evenOff a courier who is told also for days without a shift, with hours of no length
 */
export const readTripsOfDays = (
  db: Database,
  serviceDates: readonly string[],
  evenOff: string | null = null,
): Promise<OpenTrip[]> =>
  db.many<OpenTrip>(sql`
    select day.service_date as "serviceDate", courier.id as "courierId",
           json_build_object('lat', depot.lat, 'lon', depot.lon) as depot,
           capacity_grams as "capacityGrams", speed_factor as "speedFactor",
           duty.starts_minute as "startsMinute", duty.ends_minute as "endsMinute", duty.breaks,
           route.id as "routeId", plan_version as "planVersion", (select version from fleet_version) as "fleetVersion",
           coalesce(others.trips, 0) + 1 as "nextTrip", others.busy_until as "busyUntil",
           coalesce(stops.list, '[]') as stops
      from unnest(${serviceDates}::date[]) as day (service_date)
     cross join lateral (
       select * from shifts_on(day.service_date)
       union all
       select id, 0, 0, '[]' from courier
        where id = ${evenOff}::uuid and not exists (select from shifts_on(day.service_date) as other where other.courier_id = id)) as duty
      join courier on courier.id = duty.courier_id
      join depot on depot.id = courier.depot_id
      left join route on route.courier_id = courier.id and route.service_date = day.service_date and route.status = 'planned'
      left join lateral (
        select max(trip) as trips, max(returns_at) filter (where status = 'departed') as busy_until
          from route as other where other.courier_id = courier.id and other.service_date = day.service_date) as others on true
      left join (
        select stop.route_id, json_agg(json_build_object(
                 'deliveryId', delivery.id, 'lat', delivery.lat, 'lon', delivery.lon, 'startsAt', slot.starts_at,
                 'endsAt', slot.ends_at, 'cutoffAt', slot.cutoff_at, 'weightGrams', weight_grams)
                 order by stop.position) as list
          from route
          join stop on stop.route_id = route.id and stop.position is not null
          join delivery on delivery.id = stop.delivery_id
          join slot on slot.id = delivery.slot_id
         where route.service_date = any(${serviceDates}::date[]) and route.status = 'planned'
         group by stop.route_id) as stops on stops.route_id = route.id
     order by day.service_date, courier.id`)

/** Before anything else of a change of the fleet is locked: plans that were made before it are committed before, or not at all. */
export const changeFleetVersion = (tx: Transaction): Promise<number> =>
  tx.run(sql`update fleet_version set version = version + 1`)

/** Whether the fleet is as it was for who planned; it stays so until the transaction ends. */
export const isFleetUnchanged = async (tx: Transaction, seenVersion: number): Promise<boolean> =>
  (await tx.run(sql`select from fleet_version where version = ${seenVersion} for share`)) === 1

export const readOpenTrips = (serviceDate: string): Promise<OpenTrip[]> => readTripsOfDays(database, [serviceDate])

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

/** The same of several trips, locked in the order of their ids: false if one of them was planned anew or set off. */
export const swapPlanVersions = async (
  tx: Transaction,
  routes: readonly { routeId: string; planVersion: number; returnsAt: Date }[],
): Promise<boolean> => {
  const ids = routes.map(({ routeId }) => routeId)
  await tx.run(sql`select from route where id = any(${ids}::uuid[]) order by id for update`)
  const rows = await tx.run(sql`
    update route set plan_version = plan_version + 1, returns_at = seen.returns_at
      from unnest(${ids}::uuid[], ${routes.map(({ planVersion }) => planVersion)}::integer[],
                  ${routes.map(({ returnsAt }) => returnsAt)}::timestamptz[]) as seen (id, version, returns_at)
     where route.id = seen.id and plan_version = seen.version and status = 'planned'`)
  return rows === routes.length
}

/** Opens trips; false if somebody opened one for one of these couriers and the day meanwhile. */
export const openRoutes = async (
  tx: Transaction,
  serviceDate: string,
  routes: readonly { id: string; courierId: string; trip: number; returnsAt: Date }[],
): Promise<boolean> => {
  const rows = await tx.run(sql`
    insert into route (id, courier_id, service_date, trip, plan_version, returns_at)
    select id, courier_id, ${serviceDate}::date, trip, 1, returns_at
      from unnest(${routes.map(({ id }) => id)}::uuid[], ${routes.map(({ courierId }) => courierId)}::uuid[],
                  ${routes.map(({ trip }) => trip)}::integer[], ${routes.map(({ returnsAt }) => returnsAt)}::timestamptz[])
           as fresh (id, courier_id, trip, returns_at)
     order by courier_id
    on conflict do nothing`)
  return rows === routes.length
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

export interface NewStop {
  id: string
  routeId: string
  deliveryId: string
  position: number
  eta: Date
}

/** Puts deliveries into trips; false if the slot of one of them is another now than the one it was planned for. */
export const insertStops = async (tx: Transaction, stops: readonly NewStop[]): Promise<boolean> => {
  const rows = await tx.run(sql`
    insert into stop (id, delivery_id, route_id, position, eta)
    select fresh.id, delivery.id, fresh.route_id, fresh.position, fresh.eta
      from unnest(${stops.map(({ id }) => id)}::uuid[], ${stops.map(({ deliveryId }) => deliveryId)}::uuid[],
                  ${stops.map(({ routeId }) => routeId)}::uuid[], ${stops.map(({ position }) => position)}::integer[],
                  ${stops.map(({ eta }) => eta)}::timestamptz[]) as fresh (id, delivery_id, route_id, position, eta)
      join delivery on delivery.id = fresh.delivery_id
      join slot on slot.id = slot_id
     where fresh.eta between date_trunc('milliseconds', starts_at) and ends_at`)
  return rows === stops.length
}

export const insertStop = (tx: Transaction, stop: NewStop): Promise<boolean> => insertStops(tx, [stop])
