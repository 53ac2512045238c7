import { database } from '@korob/platform/database'
import type { TrailEntry, TrailQuery } from '@korob/platform/records'
import { sql } from '@korob/platform/sql'

/** The checkout that an order came from; not what was asked in it. */
export const readCheckoutTrail = async (query: TrailQuery): Promise<TrailEntry[]> => {
  if (!('orderId' in query)) return []
  const rows = await database.many<{ at: Date; what: string; details: Record<string, unknown> }>(sql`
    select created_at as at, recovery_point as what, jsonb_build_object('attempts', attempt) as details
      from idempotency_keys where order_id = ${query.orderId}`)
  return rows.map((row) => ({ ...row, at: row.at.toISOString(), kind: 'checkout', correlationId: null }))
}
