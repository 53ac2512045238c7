import type { Address } from '@korob/platform/address'
import { database } from '@korob/platform/database'
import type { Localized } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'
import type { FailureReason } from '../contract.ts'
import type { DeliveryStatus } from '../domain/delivery-states.ts'

export const readCourier = (courierId: string): Promise<{ id: string; firstName: string } | undefined> =>
  database.maybe(sql`select id, first_name as "firstName" from courier where id = ${courierId}`)

export interface FleetRow {
  id: string
  firstName: string
  depot: { id: string; name: Localized }
  capacityGrams: number
}

export const readFleet = (): Promise<FleetRow[]> =>
  database.many<FleetRow>(sql`
    select courier.id, first_name as "firstName", capacity_grams as "capacityGrams",
           jsonb_build_object('id', depot.id, 'name', depot.name) as depot
      from courier join depot on depot.id = depot_id
     where retired_at is null
     order by first_name, courier.id`)

export interface RouteRow {
  id: string
  date: string
  trip: number
  planVersion: number
  status: 'planned' | 'departed' | 'finished'
  departedAt: Date | null
  returnsAt: Date
}

/** The trip under way, else the next with stops from `today` on, else one that was missed; with a date, the last of that day with stops, else any. */
export const readCurrentRoute = (courierId: string, today: string, date?: string): Promise<RouteRow | undefined> =>
  database.maybe<RouteRow>(sql`
    select id, service_date as date, trip, plan_version as "planVersion", status, departed_at as "departedAt", returns_at as "returnsAt"
      from route
     where courier_id = ${courierId}
       and case when ${date ?? null}::date is not null then service_date = ${date ?? null}::date
                else status = 'departed'
                  or (status = 'planned'
                      and exists (select from stop where route_id = route.id and position is not null)) end
     order by case when ${date ?? null}::date is not null and exists (select from stop where route_id = route.id)
                   then -trip else 0 end,
              status = 'departed' desc, service_date < ${today}::date, service_date, trip
     limit 1`)

export interface StopOnRoute {
  id: string
  position: number | null
  status: DeliveryStatus
  orderNumber: string
  address: Address
  lat: number
  lon: number
  name: string
  phone: string
  startsAt: Date
  endsAt: Date
  eta: Date
  items: { name: Localized; quantity: number }[]
  comment: string | null
  weightGrams: number
  paymentMethod: string
  isPaid: boolean
  totalMinor: number
  currency: string
  failureReason: FailureReason | null
  deliveredAt: Date | null
}

export const readStops = (routeId: string): Promise<StopOnRoute[]> =>
  database.many<StopOnRoute>(sql`
    select stop.id, position, status, order_number as "orderNumber", address, lat, lon, recipient_name as name,
           recipient_phone as phone, starts_at as "startsAt", ends_at as "endsAt", eta, items, comment,
           weight_grams as "weightGrams", payment_method as "paymentMethod",
           exists (select from paid_order as paid where paid.order_id = delivery.order_id) as "isPaid", total_minor as "totalMinor", currency,
           failure_reason as "failureReason", delivered_at as "deliveredAt"
      from stop
      join delivery on delivery.id = delivery_id
      join slot on slot.id = slot_id
     where route_id = ${routeId}
     order by position nulls last, stop.id`)
