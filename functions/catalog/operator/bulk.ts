import { recordActions } from '@korob/platform/audit-log'
import { currentContext } from '@korob/platform/context'
import { transaction } from '@korob/platform/database'
import { type BulkRow, updateProducts } from '../store/bulk-updates.ts'
import { operatorName } from './products.ts'
import { deedOn } from './record-change.ts'

const refusals = {
  unknown: { field: 'sku', message: 'is no product of the shop' },
  twice: { field: 'sku', message: 'is the product of an earlier row' },
  old_price: { field: 'oldPriceMinor', message: 'must be above the price' },
} as const

export interface RowResult {
  row: number
  id: string | null
  sku: string | null
  outcome: 'changed' | 'unchanged' | 'rejected'
  revision: number | null
  error: { field: string; message: string } | null
}

/** Sets prices and stock; each row has a result of its own, and doing it again changes nothing more. */
export const updateInBulk = async (rows: readonly BulkRow[], operatorId: string): Promise<RowResult[]> => {
  const written = await transaction(async (tx) => {
    const outcomes = await updateProducts(tx, rows, operatorName(operatorId), currentContext().correlationId)
    const actions = outcomes.flatMap(({ place, id, outcome }) => {
      const { id: _, sku: __, ...wanted } = rows[place - 1] ?? {}
      return outcome === 'changed' && id !== null
        ? [{ ...deedOn('product', id, operatorId, 'change_in_bulk'), after: wanted }]
        : []
    })
    await recordActions(tx, actions)
    return outcomes
  })
  return written.map(({ place, id, sku, outcome, revision }) => {
    const row = place - 1
    if (outcome === 'changed' || outcome === 'unchanged') return { row, id, sku, outcome, revision, error: null }
    return { row, id, sku, outcome: 'rejected', revision: null, error: refusals[outcome] }
  })
}
