import type { Database } from '@korob/platform/database'
import type { Language } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'
import type { FailureReason } from '../contract.ts'

/** What events say of a delivery that has a courier. */
export interface DeliveryFacts {
  deliveryId: string
  orderId: string
  orderNumber: string
  version: number
  recipientName: string
  recipientPhone: string
  language: Language
  courierId: string
  firstName: string
  slotId: string
  startsAt: Date
  endsAt: Date
  eta: Date
  lat: number
  lon: number
  /** When links to it are as if made. */
  linksFrom: Date
  deliveredAt: Date | null
  failures: number
  failureReason: FailureReason | null
  failedAt: Date | null
}

export const readVersion = async (db: Database, deliveryId: string): Promise<number> =>
  (await db.one<{ version: number }>(sql`select version from delivery where id = ${deliveryId}`)).version

export const readDeliveryFacts = (db: Database, deliveryId: string): Promise<DeliveryFacts> =>
  db.one<DeliveryFacts>(sql`
    select delivery.id as "deliveryId", order_id as "orderId", order_number as "orderNumber", version,
           recipient_name as "recipientName", recipient_phone as "recipientPhone", language,
           courier.id as "courierId", first_name as "firstName", slot_id as "slotId", starts_at as "startsAt", ends_at as "endsAt",
           eta, delivery.lat, delivery.lon, delivered_at as "deliveredAt",
           failures, failure_reason as "failureReason", failed_at as "failedAt",
           greatest(delivery.created_at, (select revoked_at + interval '1 second' from revoked_links
                                           where revoked_links.order_id = delivery.order_id)) as "linksFrom"
      from delivery
      join slot on slot.id = slot_id
      join stop on stop.delivery_id = delivery.id
      join route on route.id = stop.route_id
      join courier on courier.id = route.courier_id
     where delivery.id = ${deliveryId}`)
