import type { Database } from '@korob/platform/database'
import type { Coordinates } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'

export interface TripToWatch {
  routeId: string
  courierId: string
  serviceDate: string
  status: 'planned' | 'departed'
  returnsAt: Date
  /** Of a trip that has left: the end of the last window of those still to be visited. */
  windowsEndAt: Date | null
  /** Of a trip that has left: when something was last heard of its courier. */
  lastSignAt: Date | null
  depot: Coordinates
  speedFactor: number
  /** Of a trip that hasn't: its first door, and when the courier is to be there at the latest. */
  firstEta: Date | null
  first: Coordinates | null
  /** Parcels that lie at the depot. */
  atDepot: number
}

/**
 * Whether its courier may be about to leave with a planned trip, or have left without a line: they say that they had set off,
 * have taken a parcel, are out with another trip, or have begun work or been at a door of that day since.
 */
export const isCourierAbout = async (db: Database, routeId: string, since: Date): Promise<boolean> =>
  (await db.maybe(sql`
    select from route
     where id = ${routeId}
       and (claimed_departure is not null
            or exists (select from stop join delivery on delivery.id = delivery_id
                        where route_id = route.id and delivery.status = 'handed_over')
            or exists (select from route as other where other.courier_id = route.courier_id and other.status = 'departed')
            or exists (select from route as other join stop on stop.route_id = other.id join tracking_entry using (delivery_id)
                        where other.courier_id = route.courier_id and other.service_date = route.service_date
                          and actor_role = 'courier' and actor_id = route.courier_id::text and at > ${since})
            or exists (select from duty
                        where duty.courier_id = route.courier_id and ended_at is null and started_at > ${since}))`)) !==
  undefined

/** Trips on the road, and those that are to be at a door by now, of whatever day. */
export const readTripsToWatch = (db: Database, now: Date): Promise<TripToWatch[]> =>
  db.many<TripToWatch>(sql`
    select route.id as "routeId", courier.id as "courierId", service_date as "serviceDate", status, returns_at as "returnsAt",
           (select max(ends_at) from stop join delivery on delivery.id = delivery_id join slot on slot.id = slot_id
             where route_id = route.id and delivery.status = 'departed') as "windowsEndAt",
           greatest(departed_at,
                    (select max(at) from courier_position as seen where seen.courier_id = courier.id and at >= departed_at),
                    (select max(at) from stop join tracking_entry as entry using (delivery_id)
                      where route_id = route.id and actor_role = 'courier' and at >= departed_at)) as "lastSignAt",
           json_build_object('lat', depot.lat, 'lon', depot.lon) as depot, speed_factor as "speedFactor",
           door.eta as "firstEta",
           case when door.eta is not null then json_build_object('lat', door.lat, 'lon', door.lon) end as first,
           (select count(*)::integer from stop join delivery on delivery.id = delivery_id
             where route_id = route.id and delivery.status = 'assigned') as "atDepot"
      from route
      join courier on courier.id = courier_id
      join depot on depot.id = depot_id
      left join lateral (
        -- Planned anew, a trip that is late is to leave now, as ever; its windows end all the same.
        select least(eta, ends_at) as eta, lat, lon
          from stop join delivery on delivery.id = delivery_id join slot on slot.id = slot_id
         where route_id = route.id and position is not null and route.status = 'planned'
         order by position limit 1) as door on true
     where route.status = 'departed' or (route.status = 'planned' and door.eta <= ${now})
     order by route.id`)
