import { database } from '@korob/platform/database'
import type { TrailEntry, TrailQuery } from '@korob/platform/records'
import { sql } from '@korob/platform/sql'

interface Row extends Omit<TrailEntry, 'at'> {
  at: Date
}

/** An order's history and notes. */
export const readOrderTrail = async (query: TrailQuery): Promise<TrailEntry[]> => {
  const wanted = 'orderId' in query ? sql`order_id = ${query.orderId}` : sql`correlation_id = ${query.correlationId}`
  const rows = await database.many<Row>(sql`
    select happened_at as at, 'history' as kind, case when kind = 'status' then status else kind end as what,
           correlation_id as "correlationId",
           jsonb_build_object('orderId', order_id, 'version', version, 'actor', actor, 'actorId', actor_id, 'reason', reason,
                              'details', details) as details
      from order_history where ${wanted}
    union all
    select requested_at, 'pending', kind, correlation_id, jsonb_build_object('orderId', order_id, 'actor', actor)
      from pending_change where ${wanted}
    union all
    select at, 'note', 'written', correlation_id, jsonb_build_object('orderId', order_id, 'actorId', author_id)
      from order_note where ${wanted}`)
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
