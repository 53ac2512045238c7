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
  stopsBefore: number
  /** Its window is offered in place of another one, and waits for an answer. */
  isOffered: boolean
  failures: number
  failureReason: FailureReason | null
  failedAt: Date | null
}

/** Of deliveries, with a courier or without: whose they are, and the versions they have. */
export const readVersions = (db: Database, deliveryIds: readonly string[]) =>
  db.many<{ deliveryId: string; orderId: string; version: number }>(sql`
    select id as "deliveryId", order_id as "orderId", version from delivery
     where id = any(${deliveryIds}::uuid[]) order by id`)

export const readDeliveryFacts = async (db: Database, deliveryId: string): Promise<DeliveryFacts> => {
  const [facts] = await readFactsOf(db, [deliveryId])
  if (!facts) throw new Error('a delivery without a courier has no facts to tell')
  return facts
}

/** In the order of their ids; those without a courier are left out. */
export const readFactsOf = (db: Database, deliveryIds: readonly string[]): Promise<DeliveryFacts[]> =>
  db.many<DeliveryFacts>(sql`
    select delivery.id as "deliveryId", order_id as "orderId", order_number as "orderNumber", version,
           recipient_name as "recipientName", recipient_phone as "recipientPhone", language,
           courier.id as "courierId", first_name as "firstName", slot_id as "slotId", starts_at as "startsAt", ends_at as "endsAt",
           eta, delivery.lat, delivery.lon, delivered_at as "deliveredAt",
           (select count(*)::int from stop as earlier join delivery as theirs on theirs.id = earlier.delivery_id
             where earlier.route_id = stop.route_id and earlier.position < stop.position
               and theirs.status not in ('delivered', 'failed', 'cancelled')) as "stopsBefore",
           exists (select from slot_offer where slot_offer.delivery_id = delivery.id and answer is null) as "isOffered",
           failures, failure_reason as "failureReason", failed_at as "failedAt",
           greatest(delivery.created_at, (select revoked_at + interval '1 second' from revoked_links
                                           where revoked_links.order_id = delivery.order_id)) as "linksFrom"
      from delivery
      join slot on slot.id = slot_id
      join stop on stop.delivery_id = delivery.id
      join route on route.id = stop.route_id
      join courier on courier.id = route.courier_id
     where delivery.id = any(${deliveryIds}::uuid[])
     order by delivery.id`)

export interface CancelledFacts {
  orderId: string
  orderNumber: string
  version: number
  courierId: string | null
  cancelledAt: Date
}

/** A delivery that was just called off; whose courier it was is known as long as it has its stop. */
export const readCancelled = (db: Database, deliveryId: string): Promise<CancelledFacts> =>
  db.one<CancelledFacts>(sql`
    select order_id as "orderId", order_number as "orderNumber", delivery.version, courier_id as "courierId",
           entry.at as "cancelledAt"
      from delivery
      join tracking_entry as entry on entry.delivery_id = delivery.id and entry.version = delivery.version
      left join stop on stop.delivery_id = delivery.id
      left join route on route.id = stop.route_id
     where delivery.id = ${deliveryId}`)
