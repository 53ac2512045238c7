import { currentContext } from '@korob/platform/context'
import type { Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'

/**
 * The first door ahead of a locked trip becomes the next one: a version of its delivery and a line of its history, once a
 * trip. Undefined: there is none, or it was told.
 */
export const noteNext = async (tx: Transaction, routeId: string): Promise<string | undefined> => {
  const row = await tx.maybe<{ id: string }>(sql`
    with next as (
      select delivery.id, arriving_at, departed_at
        from route join stop on stop.route_id = route.id join delivery on delivery.id = delivery_id
       where route.id = ${routeId} and route.status = 'departed' and position is not null and delivery.status = 'departed'
       order by position
       limit 1
    ), moved as (
      update delivery set version = version + 1, arriving_at = now()
        from next
       where delivery.id = next.id and (next.arriving_at is null or next.arriving_at < next.departed_at)
      returning delivery.id, version, status)
    insert into tracking_entry (delivery_id, version, status, actor_role, correlation_id, reason)
    select id, version, status, 'delivery', ${currentContext().correlationId}, 'arriving' from moved
    returning delivery_id as id`)
  return row?.id
}

/** The trip has just set off: its first door knows from that. */
export const noteFirstDoor = (tx: Transaction, routeId: string): Promise<number> =>
  tx.run(sql`
    update delivery set arriving_at = now()
     where id = (select delivery_id from stop join delivery as theirs on theirs.id = delivery_id
                  where route_id = ${routeId} and position is not null and status = 'departed' order by position limit 1)`)
