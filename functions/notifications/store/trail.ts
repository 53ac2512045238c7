import { database } from '@korob/platform/database'
import type { TrailEntry, TrailQuery } from '@korob/platform/records'
import { sql } from '@korob/platform/sql'

interface Row extends Omit<TrailEntry, 'at'> {
  at: Date
}

/** Texts and what has become of them; not what they say, nor to whom. */
export const readTextTrail = async (query: TrailQuery): Promise<TrailEntry[]> => {
  const wanted = 'orderId' in query ? sql`order_id = ${query.orderId}` : sql`correlation_id = ${query.correlationId}`
  const rows = await database.many<Row>(sql`
    select created_at as at, 'text' as kind, template as what, correlation_id as "correlationId",
           jsonb_build_object('messageId', id, 'eventId', event_id, 'status', status, 'reason', reason, 'attempts', attempts,
                              'sentAt', sent_at, 'finishedAt', finished_at) as details
      from messages where ${wanted} order by position limit 500`)
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
