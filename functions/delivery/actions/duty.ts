import { transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { newId } from '@korob/platform/ids'
import type { Actor } from '@korob/platform/tokens'
import { happenedAt } from '../domain/happened-at.ts'
import { byOurClock } from '../domain/phone-clock.ts'
import { readCourier } from '../store/courier-routes.ts'
import { beginDuty, type Duty, endDuty, readDuty } from '../store/duty.ts'
import { lockRouteUnderWay } from '../store/positions.ts'
import { courierIdOf } from './courier-id.ts'
import type { StepTime } from './on-stop.ts'

export const shownDuty = (duty: Duty | undefined) => ({
  onDuty: duty !== undefined && duty.endedAt === null,
  startedAt: duty?.startedAt.toISOString() ?? null,
  endedAt: duty?.endedAt?.toISOString() ?? null,
})

/**
 * The courier begins work, or ends it. Said again, it changes nothing.
 * @throws Problem not_found for a courier who is not in the fleet, wrong_state for an end in the middle of a trip
 */
export const changeDuty = async (
  actor: Actor,
  { onDuty, happenedAt: claimed, sentAt }: StepTime & { onDuty: boolean },
  now = new Date(),
) => {
  const courierId = courierIdOf(actor)
  if (!(await readCourier(courierId))) throw new Problem('not_found')
  return transaction(async (tx) => {
    const before = await readDuty(tx, courierId)
    const at = happenedAt(byOurClock(claimed, sentAt, now), now, before?.endedAt ?? before?.startedAt ?? null)
    if (onDuty) await beginDuty(tx, newId(), courierId, at)
    else {
      if (await lockRouteUnderWay(tx, courierId))
        throw new Problem('wrong_state', { details: { deliveryStatus: 'departed' } })
      await endDuty(tx, courierId, at)
    }
    return shownDuty(await readDuty(tx, courierId))
  })
}
