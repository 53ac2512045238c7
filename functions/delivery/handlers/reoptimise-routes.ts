import { middleware } from '@korob/platform/middleware'
import { logger } from '@korob/platform/observability'
import { nudgeRelay } from '@korob/platform/relay-nudge'
import { reoptimiseRoutes } from '../actions/reoptimise-routes.ts'

/** Leaves the last day time to commit. */
const reserveMs = 15_000

/** Each minute, for days that have changed: better routes for couriers who haven't left. */
export const handler = middleware(async (_event: unknown, context) => {
  const daysImproved = await reoptimiseRoutes(Date.now() + context.getRemainingTimeInMillis() - reserveMs)
  if (daysImproved > 0) {
    await nudgeRelay.send()
    logger.info('routes planned anew', { daysImproved })
  }
  return { daysImproved }
})
