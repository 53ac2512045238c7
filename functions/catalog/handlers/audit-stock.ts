import { middleware } from '@korob/platform/middleware'
import { count, logger } from '@korob/platform/observability'
import type { Context } from 'aws-lambda'
import { auditNextStock, countStockFaults } from '../store/stock-audit.ts'

const productsAtOnce = 200
const movementsOfEach = 20_000
/** Of one run: a shop of 100,000 products is gone through in under an hour. */
const productsOfRun = 2_000

export const handler = middleware(async (_event: unknown, context: Context) => {
  let looked = 0
  while (looked < productsOfRun && context.getRemainingTimeInMillis() > 20_000) {
    const part = await auditNextStock(productsAtOnce, movementsOfEach)
    looked += part.looked
    for (const fault of part.wrong) logger.error('stock is not what its ledger says', { ...fault })
    if (part.finished) break
  }
  const faults = await countStockFaults()
  count('stockFaults', faults)
  return { looked, faults }
})
