import type { Transaction } from '@korob/platform/database'
import { nudgeRelay } from '@korob/platform/relay-nudge'
import { sql } from '@korob/platform/sql'

export interface BulkRow {
  id?: string | undefined
  sku?: string | undefined
  priceMinor?: number | undefined
  oldPriceMinor?: number | null | undefined
  stock?: number | undefined
}

export interface BulkOutcome {
  /** Counted from 1. */
  place: number
  id: string | null
  sku: string | null
  outcome: 'changed' | 'unchanged' | 'unknown' | 'twice' | 'old_price'
  revision: number | null
}

/** Sets prices and stock as the rows say. */
export const updateProducts = async (
  tx: Transaction,
  rows: readonly BulkRow[],
  actor: string,
  correlationId: string,
): Promise<BulkOutcome[]> => {
  const { result } = await tx.one<{ result: { rows: BulkOutcome[] | null; reindexed: number } }>(sql`
    select update_products(${JSON.stringify(rows)}::jsonb, ${actor}::text, ${actor}::text, ${correlationId}::text) as result`)
  if (result.reindexed > 0) nudgeRelay.request()
  return result.rows ?? []
}
