import { currentContext } from '@korob/platform/context'
import { database, type Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'

/** Days to come with trips that have changed, or deliveries without a courier, and that nobody has looked through since. */
export const readDaysToImprove = (now: Date, lookedAtBefore: Date, timeZone: string): Promise<string[]> =>
  database
    .many<{ serviceDate: string }>(sql`
      select day.service_date as "serviceDate"
        from (select service_date from route where status = 'planned' and plan_version <> optimised_version
              union
              select service_date from delivery join slot on slot.id = slot_id
               where status = 'unassigned' and problem is null and starts_at > ${now}) as day
        left join planned_day on planned_day.service_date = day.service_date
       where day.service_date >= (${now}::timestamptz at time zone ${timeZone})::date
         and (optimised_at is null or optimised_at < ${lookedAtBefore})
       order by day.service_date`)
    .then((rows) => rows.map(({ serviceDate }) => serviceDate))

/** One of several takes the day on. */
export const takeDay = async (serviceDate: string, now: Date, lookedAtBefore: Date): Promise<boolean> =>
  (await database.run(sql`
    insert into planned_day as known (service_date, optimised_at) values (${serviceDate}, ${now})
    on conflict (service_date) do update set optimised_at = excluded.optimised_at
     where known.optimised_at < ${lookedAtBefore}`)) === 1

/** Deliveries of a day that wait for a courier and whose slot has not begun. */
export const readUnassignedOfDay = (serviceDate: string, now: Date) =>
  database.many<{
    deliveryId: string
    lat: number
    lon: number
    startsAt: Date
    endsAt: Date
    weightGrams: number
  }>(sql`
    select delivery.id as "deliveryId", lat, lon, starts_at as "startsAt", ends_at as "endsAt", weight_grams as "weightGrams"
      from delivery join slot on slot.id = slot_id
     where status = 'unassigned' and problem is null and service_date = ${serviceDate} and starts_at > ${now}
     order by delivery.created_at, delivery.id`)

/** Trips whose loading has begun: a parcel is with the courier already. */
export const readRoutesBeingLoaded = (serviceDate: string): Promise<string[]> =>
  database
    .many<{ id: string }>(sql`
      select distinct route.id from route join stop on stop.route_id = route.id join delivery on delivery.id = delivery_id
       where service_date = ${serviceDate} and route.status = 'planned' and delivery.status <> 'assigned'`)
    .then((rows) => rows.map(({ id }) => id))

/** Locked trips all of whose parcels still lie at the depot: false if a courier has taken one since. */
export const areStillUnloaded = async (tx: Transaction, routeIds: readonly string[]): Promise<boolean> =>
  (await tx.maybe(sql`
    select from stop join delivery on delivery.id = delivery_id
     where route_id = any(${routeIds}::uuid[]) and status <> 'assigned'
     limit 1`)) === undefined

export interface PlacedStop {
  deliveryId: string
  routeId: string
  position: number
  eta: Date
}

/** Stops go to these trips and places. */
export const placeStops = (tx: Transaction, stops: readonly PlacedStop[]): Promise<number> =>
  tx.run(sql`
    update stop set route_id = placed.route_id, position = placed.position, eta = placed.eta
      from unnest(${stops.map(({ deliveryId }) => deliveryId)}::uuid[], ${stops.map(({ routeId }) => routeId)}::uuid[],
                  ${stops.map(({ position }) => position)}::integer[], ${stops.map(({ eta }) => eta)}::timestamptz[])
           as placed (delivery_id, route_id, position, eta)
     where stop.delivery_id = placed.delivery_id`)

/** What was looked through needs it no more until it changes. */
export const markOptimised = (
  tx: Transaction,
  routes: readonly { id: string; planVersion: number }[],
): Promise<number> =>
  tx.run(sql`
    update route set optimised_version = plan_version
      from unnest(${routes.map(({ id }) => id)}::uuid[], ${routes.map(({ planVersion }) => planVersion)}::integer[])
           as seen (id, version)
     where route.id = seen.id and plan_version = seen.version`)

/** What another plan means for who waits: another time, or only another courier. */
export type PlanNews = 'rescheduled' | 'courier_changed'

/** A version of an assigned delivery and a line of its history, which say why; false if it is assigned no more. */
export const noteNewPlan = async (tx: Transaction, deliveryId: string, news: PlanNews): Promise<boolean> => {
  const rows = await tx.run(sql`
    with moved as (
      update delivery set version = version + 1 where id = ${deliveryId} and status = 'assigned'
      returning id, version, status)
    insert into tracking_entry (delivery_id, version, status, actor_role, correlation_id, reason)
    select id, version, status, 'delivery', ${currentContext().correlationId}, ${news} from moved`)
  return rows === 1
}

/** The time of arrival that events say from now on. */
export const noteToldEta = (tx: Transaction, deliveryId: string): Promise<number> =>
  tx.run(sql`
    update delivery set told_eta = stop.eta from stop where stop.delivery_id = delivery.id and delivery.id = ${deliveryId}`)

/** Of these deliveries those whose time of arrival is another than was told, by more than so much. */
export const readMoved = (tx: Transaction, deliveryIds: readonly string[], toleranceMs: number): Promise<string[]> =>
  tx
    .many<{ id: string }>(sql`
      select delivery.id from delivery join stop on stop.delivery_id = delivery.id
       where delivery.id = any(${deliveryIds}::uuid[])
         and abs(extract(epoch from eta - coalesce(told_eta, eta))) * 1000 > ${toleranceMs}`)
    .then((rows) => rows.map(({ id }) => id))
