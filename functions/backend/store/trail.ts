import { database } from '@korob/platform/database'
import type { TrailEntry, TrailQuery } from '@korob/platform/records'
import { sql } from '@korob/platform/sql'

/** The checkout that an order came from, or that a request began; not what was asked in it. */
export const readCheckoutTrail = async (query: TrailQuery): Promise<TrailEntry[]> => {
  const wanted =
    'orderId' in query
      ? sql`(order_id = ${query.orderId}
             or earlier_order_ids <> '{}' and earlier_order_ids @> array[${query.orderId}::uuid])`
      : sql`correlation_id = ${query.correlationId}`
  const rows = await database.many<{
    at: Date
    what: string
    correlationId: string | null
    details: Record<string, unknown>
  }>(sql`
    select created_at as at, recovery_point as what, correlation_id as "correlationId",
           jsonb_build_object('orderId', order_id, 'attempts', attempt, 'status', answer_status)
             || case when earlier_order_ids = '{}' then '{}'
                     else jsonb_build_object('earlierOrderIds', earlier_order_ids) end as details
      from idempotency_keys where ${wanted}`)
  return rows.map((row) => ({ ...row, at: row.at.toISOString(), kind: 'checkout' }))
}
