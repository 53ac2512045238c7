import { database } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'

/** A product whose stock is not what its ledger says. */
export interface StockFault {
  productId: string
  onHand: number
  ledgerOnHand: number
  /** Set aside, by the lines of reservations and by the ledger. */
  held: number
  ledgerHeld: number
}

export interface AuditedStock {
  looked: number
  wrong: StockFault[]
  /** Every product has been looked at: the next call begins anew. */
  finished: boolean
}

/** Looks at the next products of the round, of each at no more than `movements` rows of its ledger. */
export const auditNextStock = async (products: number, movements: number): Promise<AuditedStock> =>
  (
    await database.one<{ result: AuditedStock }>(sql`
      select audit_stock(${products}::int, ${movements}::int) as result`)
  ).result

/** How many products were found wrong when they were looked at last. */
export const countStockFaults = async (): Promise<number> =>
  (
    await database.one<{ faults: number }>(sql`
    select count(*)::int as faults from stock_audit where wrong_since is not null`)
  ).faults
