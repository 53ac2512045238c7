import { database } from '@korob/platform/database'
import type { TrailEntry, TrailQuery } from '@korob/platform/records'
import { sql } from '@korob/platform/sql'

interface Row extends Omit<TrailEntry, 'at'> {
  at: Date
}

/** Steps of a delivery, what keeps it from being planned, and the places that were held for it. */
export const readDeliveryTrail = async (query: TrailQuery): Promise<TrailEntry[]> => {
  const wanted =
    'orderId' in query
      ? sql`delivery_id = (select id from delivery where order_id = ${query.orderId})`
      : sql`correlation_id = ${query.correlationId}`
  const orderId = 'orderId' in query ? query.orderId : null
  const rows = await database.many<Row>(sql`
    select at, 'delivery' as kind, status as what, correlation_id as "correlationId",
           jsonb_build_object('deliveryId', delivery_id, 'version', version, 'actor', actor_role, 'actorId', actor_id,
                              'reason', reason) as details
      from tracking_entry where ${wanted}
    union all
    select received_at, 'delivery', 'refused: ' || step, null,
           jsonb_build_object('deliveryId', delivery_id, 'actor', 'courier', 'actorId', courier_id,
                              'deliveryStatus', delivery_status, 'happenedAt', happened_at)
      from refused_step where delivery_id = (select id from delivery where order_id = ${orderId}::uuid)
    union all
    select created_at, 'delivery', 'not planned', null, jsonb_build_object('deliveryId', id, 'reason', problem)
      from delivery where order_id = ${orderId}::uuid and problem is not null
    union all
    select updated_at, 'slot', state, null,
           jsonb_build_object('slotId', slot_id, 'attempt', attempt, 'expiresAt', expires_at)
      from hold where order_id = ${orderId}::uuid`)
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
