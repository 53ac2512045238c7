import { database } from '@korob/platform/database'
import type { TrailEntry, TrailQuery } from '@korob/platform/records'
import { sql } from '@korob/platform/sql'

interface Row extends Omit<TrailEntry, 'at'> {
  at: Date
}

/** Movements of stock, and what has become of an order's reservation. */
export const readStockTrail = async (query: TrailQuery): Promise<TrailEntry[]> => {
  const wanted = 'orderId' in query ? sql`reference = ${query.orderId}` : sql`correlation_id = ${query.correlationId}`
  const orderId = 'orderId' in query ? query.orderId : null
  const rows = await database.many<Row>(sql`
    (select at, 'stock' as kind, reason as what, correlation_id as "correlationId",
            jsonb_build_object('productId', product_id, 'delta', delta, 'heldDelta', held_delta, 'onHand', on_hand,
                               'reference', reference) as details
       from stock_movement where ${wanted} order by id limit 500)
    union all
    select updated_at, 'reservation', state, null,
           jsonb_build_object('attempt', attempt, 'expiresAt', expires_at, 'version', version)
      from reservation where order_id = ${orderId}::uuid`)
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
