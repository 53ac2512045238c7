import { type Transaction, transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { logger } from '@korob/platform/observability'
import type { Actor } from '@korob/platform/tokens'
import { afterStep, type DeliveryStatus, type Step } from '../domain/delivery-states.ts'
import { happenedAt } from '../domain/happened-at.ts'
import { touchRoute } from '../store/cancelling.ts'
import {
  type LockedRoute,
  type LockedStop,
  lockRouteOfStop,
  lockStops,
  noteRefusedStep,
} from '../store/courier-steps.ts'
import { courierIdOf } from './courier-id.ts'
import { publishNext } from './delivery-events.ts'
import { retimeAhead } from './record-positions.ts'

/** When the courier's phone says that a step was done; it may be told later. */
export interface StepTime {
  happenedAt?: string | undefined
}

export interface AtStop {
  route: LockedRoute
  stop: LockedStop
  courierId: string
  /** When it was done. */
  at: Date
}

const later = (a: Date, b: Date | null): Date => (b && b > a ? b : a)

/**
 * Does a courier's step at a stop of a trip of theirs. One that is not possible is refused and changes nothing; if the
 * order was called off meanwhile, it is kept what the courier says to have done, since the parcel may be anywhere now.
 * @throws Problem not_found for another courier's stop, wrong_state
 */
export const onStop = async <Done>(
  actor: Actor,
  stopId: string,
  what: Step,
  claimed: string | undefined,
  work: (tx: Transaction, at: AtStop) => Promise<Done>,
  now = new Date(),
): Promise<Done> => {
  const courierId = courierIdOf(actor)
  const outcome = await transaction(async (tx): Promise<{ done: Done } | { refused: DeliveryStatus }> => {
    const route = await lockRouteOfStop(tx, stopId, courierId)
    const [stop] = route ? await lockStops(tx, route.id, stopId) : []
    if (!route || !stop) throw new Problem('not_found')
    const at = happenedAt(claimed, now, later(stop.lastAt, route.departedAt))
    if (afterStep(stop.status, what) !== undefined) return { done: await work(tx, { route, stop, courierId, at }) }
    if (stop.status === 'cancelled') await noteRefusedStep(tx, stop, what, courierId, at)
    return { refused: stop.status }
  })
  if ('done' in outcome) return outcome.done
  logger.info('step refused', { stopId, what, deliveryStatus: outcome.refused })
  throw new Problem('wrong_state', { details: { deliveryStatus: outcome.refused } })
}

/** The courier is done at a door: the trip may be over, else the next one hears of it, and times follow. */
export const leaveDoor = async (tx: Transaction, route: LockedRoute, stop: LockedStop, at: Date): Promise<void> => {
  await touchRoute(tx, route.id)
  await retimeAhead(tx, route, { lat: stop.lat, lon: stop.lon, atMs: at.getTime() }, new Date())
  await publishNext(tx, route.id)
}
