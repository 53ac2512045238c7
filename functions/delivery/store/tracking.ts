import { database } from '@korob/platform/database'
import type { Coordinates } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'
import type { DeliveryStatus } from '../domain/delivery-states.ts'

export interface TrackedDelivery {
  orderNumber: string
  status: DeliveryStatus
  startsAt: Date | null
  endsAt: Date | null
  eta: Date | null
  /** Its window is offered in place of another one, and waits for an answer. */
  offer: { slotId: string; wishedStart: string | null; wishedEnd: string | null } | null
  firstName: string | null
  deliveredAt: Date | null
  stopsBefore: number | null
  /** What the shopper tells at the door. */
  code: string
  /** Its door; null: not on the map, or forgotten. */
  destination: Coordinates | null
  /** Where its courier was last, if not too long ago. */
  position: (Coordinates & { at: string }) | null
  history: { status: DeliveryStatus; at: string }[]
}

/** Older than this, a place only misleads. */
const positionShownS = 900

/** All a shopper sees of a delivery, in one statement. */
export const readTracked = (orderId: string): Promise<TrackedDelivery | undefined> =>
  database.maybe<TrackedDelivery>(sql`
    select order_number as "orderNumber", delivery.status, slot.starts_at as "startsAt", slot.ends_at as "endsAt", stop.eta,
           case when slot_offer.answer is null and delivery.status in ('unassigned', 'assigned') and slot.starts_at > now()
                  and slot_offer.delivery_id is not null
                then json_build_object('slotId', slot.id, 'wishedStart', wished.starts_at, 'wishedEnd', wished.ends_at) end as offer,
           first_name as "firstName", delivered_at as "deliveredAt", code,
           case when stop.position is not null then (
             select count(*) from stop as earlier join delivery as theirs on theirs.id = earlier.delivery_id
              where earlier.route_id = stop.route_id and earlier.position < stop.position
                and theirs.status not in ('delivered', 'failed', 'cancelled')) end as "stopsBefore",
           case when delivery.lat is not null and erased_at is null
                then json_build_object('lat', delivery.lat, 'lon', delivery.lon) end as destination,
           (select json_build_object('lat', seen.lat, 'lon', seen.lon, 'at', seen.at)
              from courier_position as seen
             where delivery.status = 'departed' and seen.courier_id = route.courier_id and seen.at >= route.departed_at
               and seen.at > now() - make_interval(secs => ${positionShownS})
             order by seen.at desc limit 1) as position,
           (select json_agg(json_build_object('status', entry.status, 'at', entry.at) order by entry.version)
              from tracking_entry as entry
             where entry.delivery_id = delivery.id
               -- Neither another plan nor being the next is a step: that is told above.
               and not (entry.status in ('assigned', 'departed') and entry.reason is not null)) as history
      from delivery
      left join slot on slot.id = slot_id
      left join slot_offer on slot_offer.delivery_id = delivery.id
      left join slot as wished on wished.id = wished_slot_id
      left join stop on stop.delivery_id = delivery.id
      left join route on route.id = stop.route_id
      left join courier on courier.id = route.courier_id
     where order_id = ${orderId}`)

export const orderIsCancelled = async (orderId: string): Promise<boolean> =>
  (await database.maybe(sql`select from cancelled_order where order_id = ${orderId}`)) !== undefined
