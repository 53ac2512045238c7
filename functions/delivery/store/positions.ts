import { database, type Transaction } from '@korob/platform/database'
import type { Coordinates } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'
import type { StopAhead } from '../domain/arrivals.ts'
import type { TracePoint } from '../domain/positions.ts'
import type { ShiftBreak } from '../domain/shifts.ts'

export interface RouteUnderWay {
  id: string
  departedAt: Date
  depot: Coordinates
}

/** The courier's trip under way, locked: steps and positions of one courier take turns. */
export const lockRouteUnderWay = (tx: Transaction, courierId: string): Promise<RouteUnderWay | undefined> =>
  tx.maybe<RouteUnderWay>(sql`
    select route.id, departed_at as "departedAt", json_build_object('lat', depot.lat, 'lon', depot.lon) as depot
      from route join courier on courier.id = courier_id join depot on depot.id = depot_id
     where courier_id = ${courierId} and status = 'departed'
     order by departed_at desc, route.id
     limit 1
       for update of route`)

export const readLastPosition = (tx: Transaction, courierId: string): Promise<TracePoint | undefined> =>
  tx.maybe<TracePoint>(sql`
    select lat, lon, (extract(epoch from at) * 1000)::float8 as "atMs"
      from courier_position where courier_id = ${courierId} order by at desc limit 1`)

export const insertPositions = (tx: Transaction, courierId: string, points: readonly TracePoint[]): Promise<number> =>
  tx.run(sql`
    insert into courier_position (courier_id, at, lat, lon)
    select ${courierId}, to_timestamp(at_ms / 1000), lat, lon
      from unnest(${points.map(({ atMs }) => atMs)}::float8[], ${points.map(({ lat }) => lat)}::float8[],
                  ${points.map(({ lon }) => lon)}::float8[]) as point (at_ms, lat, lon)
    on conflict do nothing`)

export interface DayOfTrip {
  serviceDate: string
  speedFactor: number
  /** None for who was taken off the day. */
  breaks: ShiftBreak[]
}

/** How the courier of a trip drives on its day. */
export const readDayOfTrip = (tx: Transaction, routeId: string): Promise<DayOfTrip> =>
  tx.one<DayOfTrip>(sql`
    select route.service_date as "serviceDate", speed_factor as "speedFactor", coalesce(breaks, '[]') as breaks
      from route join courier on courier.id = courier_id
      left join shifts_on(route.service_date) as duty on duty.courier_id = route.courier_id
     where route.id = ${routeId}`)

/** Doors of a locked trip that the courier has still to visit, in order. */
export const readStopsAhead = (tx: Transaction, routeId: string): Promise<StopAhead[]> =>
  tx.many<StopAhead>(sql`
    select delivery.id as "deliveryId", json_build_object('lat', lat, 'lon', lon) as location,
           (extract(epoch from starts_at) * 1000)::float8 as "windowStartMs",
           (extract(epoch from ends_at) * 1000)::float8 as "windowEndMs", (extract(epoch from eta) * 1000)::float8 as "etaMs"
      from stop join delivery on delivery.id = delivery_id join slot on slot.id = slot_id
     where route_id = ${routeId} and position is not null and status = 'departed'
     order by position`)

/** New times of a locked trip's stops and of its end. Nothing is planned into it, so its version stays. */
export const writeArrivals = async (
  tx: Transaction,
  routeId: string,
  etas: readonly { deliveryId: string; etaMs: number }[],
  returnsMs: number,
): Promise<void> => {
  await tx.run(sql`
    update stop set eta = to_timestamp(fresh.eta_ms / 1000)
      from unnest(${etas.map(({ deliveryId }) => deliveryId)}::uuid[], ${etas.map(({ etaMs }) => etaMs)}::float8[])
           as fresh (delivery_id, eta_ms)
     where stop.delivery_id = fresh.delivery_id and route_id = ${routeId}
       and abs(extract(epoch from eta) * 1000 - fresh.eta_ms) > 1`)
  await tx.run(sql`
    update route set returns_at = to_timestamp(${returnsMs}::float8 / 1000)
     where id = ${routeId} and abs(extract(epoch from returns_at) * 1000 - ${returnsMs}::float8) >= 60000`)
}

/** Nobody needs to know for longer where somebody was. Some at a time; answers how many. */
export const purgePositions = (keptHours: number): Promise<number> =>
  database.run(sql`
    delete from courier_position
     where (courier_id, at) in (
       select courier_id, at from courier_position where at < now() - make_interval(hours => ${keptHours})
        order by at limit 10000)`)
