import { middleware } from '@korob/platform/middleware'
import { logger } from '@korob/platform/observability'
import { nudgeRelay } from '@korob/platform/relay-nudge'
import { giveUpFailed } from '../actions/give-up.ts'
import { forgetPositions } from '../actions/record-positions.ts'
import {
  assignWaiting,
  extendSlots,
  forgetLeftStops,
  forgetOldHolds,
  replanFailed,
} from '../actions/tend-deliveries.ts'
import { watchTrips } from '../actions/watch-trips.ts'

/** Leaves the last delivery time to commit. */
const reserveMs = 5_000

/** Each minute: holds run out by themselves, so this keeps slots ahead, tries what waits for a courier, and forgets. */
export const handler = middleware(async (_event: unknown, context) => {
  const deadlineMs = Date.now() + context.getRemainingTimeInMillis() - reserveMs
  const slotsChanged = await extendSlots()
  const takenApart = await watchTrips(deadlineMs)
  const replanned = await replanFailed(deadlineMs)
  const givenUp = await giveUpFailed(deadlineMs)
  const assigned = await assignWaiting(deadlineMs)
  const forgotten = (await forgetOldHolds()) + (await forgetPositions()) + (await forgetLeftStops())
  await nudgeRelay.send()
  const done = { slotsChanged, takenApart, replanned, givenUp, assigned, forgotten }
  if (slotsChanged + takenApart + replanned + givenUp + assigned + forgotten > 0) logger.info('deliveries tended', done)
  return done
})
