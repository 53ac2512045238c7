import { type Database, database, type Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { DeliveryStatus } from '../domain/delivery-states.ts'

/** A stop that a courier's trip had, and has no more. */
export interface LeftStop {
  stopId: string
  deliveryId: string
  routeId: string
  /** When the courier set off with that trip, or says to have. */
  departedAt: Date | null
  leftAt: Date
  /** What had become of it there was said by an operator. */
  isSettled: boolean
  /** This courier came in vain while the stop was theirs. */
  hadFailed: boolean
}

export const findLeftStop = (db: Database, stopId: string, courierId: string): Promise<LeftStop | undefined> =>
  db.maybe<LeftStop>(sql`
    select stop_id as "stopId", delivery_id as "deliveryId", route_id as "routeId",
           least(departed_at, claimed_departure) as "departedAt", left_at as "leftAt",
           exists (select from ended_parcel as ended
                    where ended.route_id = route.id and ended.delivery_id = left_stop.delivery_id) as "isSettled",
           exists (select from tracking_entry as entry
                    where entry.delivery_id = left_stop.delivery_id and entry.status = 'failed' and actor_role = 'courier'
                      and actor_id = courier_id::text
                      and at between least(departed_at, claimed_departure) and left_at) as "hadFailed"
      from left_stop join route on route.id = route_id
     where stop_id = ${stopId} and courier_id = ${courierId}
     order by left_at desc
     limit 1`)

export const lockRoutes = (tx: Transaction, routeIds: readonly string[]): Promise<number> =>
  tx.run(sql`select from route where id = any(${routeIds}::uuid[]) order by id for update`)

export const lockLeftDelivery = (tx: Transaction, deliveryId: string): Promise<{ status: DeliveryStatus }> =>
  tx.one<{ status: DeliveryStatus }>(sql`select status from delivery where id = ${deliveryId} for update`)

/**
 * The stop is the last of its former trip again, and the delivery has no other. On a trip that is still planned, it has no
 * place: nobody is to drive there.
 */
export const bringStopBack = async (tx: Transaction, { stopId, deliveryId, routeId }: LeftStop, at: Date) => {
  await tx.run(sql`delete from stop where delivery_id = ${deliveryId}`)
  await tx.run(sql`
    insert into stop (id, delivery_id, route_id, position, eta)
    select ${stopId}, ${deliveryId}, route.id,
           case when status <> 'planned'
                then (select coalesce(max(position), 0) + 1 from stop where route_id = route.id) end, ${at}
      from route where id = ${routeId}`)
}

/** The courier says to have set off with a trip as it was before it was planned anew. */
export const noteClaimedDeparture = (tx: Transaction, routeId: string, at: Date): Promise<number> =>
  tx.run(sql`update route set claimed_departure = least(claimed_departure, ${at}) where id = ${routeId}`)

/** What a courier tells comes hours late at most; operators may look for longer. */
export const purgeLeftStops = (keptDays: number): Promise<number> =>
  database.run(sql`
    delete from left_stop
     where (stop_id, route_id) in (
       select stop_id, route_id from left_stop where left_at < now() - make_interval(days => ${keptDays})
        order by left_at limit 10000)`)
