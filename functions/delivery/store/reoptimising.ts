import { currentContext } from '@korob/platform/context'
import { database, type Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { DeliveryStatus } from '../domain/delivery-states.ts'

export interface DayToImprove {
  serviceDate: string
  /** When it was looked through last. */
  optimisedAt: Date | null
}

/**
 * Days to come with trips that have changed since the last look, or deliveries without a courier; looked through before
 * `lookedAtBefore`, or before `askedAgainBefore` if somebody has come since who found no courier.
 */
export const readDaysToImprove = (
  now: Date,
  { lookedAtBefore, askedAgainBefore }: { lookedAtBefore: Date; askedAgainBefore: Date },
  timeZone: string,
): Promise<DayToImprove[]> =>
  database.many<DayToImprove>(sql`
    select day.service_date as "serviceDate", optimised_at as "optimisedAt"
      from (select service_date, max(since) as since
              from (select service_date, null::timestamptz as since from route
                     where status = 'planned' and plan_version <> optimised_version
                    union all
                    select service_date, delivery.created_at from delivery join slot on slot.id = slot_id
                     where status = 'unassigned' and problem is null and starts_at > ${now}) as one
             group by service_date) as day
      left join planned_day on planned_day.service_date = day.service_date
     where day.service_date >= (${now}::timestamptz at time zone ${timeZone})::date
       and (taken_until is null or taken_until < ${now})
       and (optimised_at is null or optimised_at < ${lookedAtBefore}
            or (optimised_at < ${askedAgainBefore} and since > optimised_at))
     order by day.service_date`)

/** One of several takes the day on, until then at most: who is killed keeps nobody from it for long. */
export const takeDay = async ({ serviceDate, optimisedAt }: DayToImprove, now: Date, until: Date): Promise<boolean> =>
  (await database.run(sql`
    insert into planned_day as known (service_date, optimised_at, taken_until) values (${serviceDate}, null, ${until})
    on conflict (service_date) do update set taken_until = excluded.taken_until
     where known.optimised_at is not distinct from ${optimisedAt}
       and (known.taken_until is null or known.taken_until < ${now})`)) === 1

/** It was looked through. */
export const noteLook = (serviceDate: string, at: Date): Promise<number> =>
  database.run(sql`
    update planned_day set optimised_at = ${at}, taken_until = null where service_date = ${serviceDate}`)

/** The look came to nothing: another one may be taken from then on. */
export const leaveDay = (serviceDate: string, until: Date): Promise<number> =>
  database.run(sql`update planned_day set taken_until = ${until} where service_date = ${serviceDate}`)

/** Something happened that makes a day worth a look at once. */
export const askForLook = (tx: Transaction, serviceDate: string): Promise<number> =>
  tx.run(sql`
    update planned_day set optimised_at = null where service_date = ${serviceDate}`)

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

/** Versions of assigned deliveries and lines of their history, which say why; false if one of them is assigned no more. */
export const noteNewPlans = async (
  tx: Transaction,
  plans: readonly { deliveryId: string; news: PlanNews }[],
): Promise<boolean> => {
  const rows = await tx.run(sql`
    with moved as (
      update delivery set version = version + 1
        from unnest(${plans.map(({ deliveryId }) => deliveryId)}::uuid[], ${plans.map(({ news }) => news)}::text[])
             as plan (delivery_id, news)
       where delivery.id = plan.delivery_id and status = 'assigned'
      returning delivery.id, version, status, news)
    insert into tracking_entry (delivery_id, version, status, actor_role, correlation_id, reason)
    select id, version, status, 'delivery', ${currentContext().correlationId}, news from moved`)
  return rows === plans.length
}

/** Deliveries get a courier; false if one of them waits no more. */
export const assignAll = async (tx: Transaction, deliveryIds: readonly string[]): Promise<boolean> => {
  const rows = await tx.run(sql`
    with moved as (
      update delivery set status = 'assigned', version = version + 1
       where id = any(${deliveryIds}::uuid[]) and status = 'unassigned'
      returning id, version, status)
    insert into tracking_entry (delivery_id, version, status, actor_role, correlation_id)
    select id, version, status, 'delivery', ${currentContext().correlationId} from moved`)
  return rows === deliveryIds.length
}

/** Deliveries locked in the order of their ids, as everywhere. */
export const lockDeliveries = (
  tx: Transaction,
  deliveryIds: readonly string[],
): Promise<{ id: string; status: DeliveryStatus }[]> =>
  tx.many<{ id: string; status: DeliveryStatus }>(sql`
    select id, status from delivery where id = any(${deliveryIds}::uuid[]) order by id for update`)

/** The time of arrival that events say from now on. */
export const noteToldEtas = (tx: Transaction, deliveryIds: readonly string[]): Promise<number> =>
  tx.run(sql`
    update delivery set told_eta = stop.eta
      from stop where stop.delivery_id = delivery.id and delivery.id = any(${deliveryIds}::uuid[])`)

/** Of these deliveries those whose time of arrival is another than was told, by more than so much. */
export const readMoved = (tx: Transaction, deliveryIds: readonly string[], toleranceMs: number): Promise<string[]> =>
  tx
    .many<{ id: string }>(sql`
      select delivery.id from delivery join stop on stop.delivery_id = delivery.id
       where delivery.id = any(${deliveryIds}::uuid[])
         and abs(extract(epoch from eta - coalesce(told_eta, eta))) * 1000 > ${toleranceMs}`)
    .then((rows) => rows.map(({ id }) => id))
