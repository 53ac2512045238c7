import { type Transaction, transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { logger } from '@korob/platform/observability'
import type { Actor } from '@korob/platform/tokens'
import { afterStep, type DeliveryStatus, type Step } from '../domain/delivery-states.ts'
import { happenedAt, latestOf } from '../domain/happened-at.ts'
import { byOurClock } from '../domain/phone-clock.ts'
import { touchRoute } from '../store/cancelling.ts'
import { type LockedRoute, type LockedStop, lockRouteOfStop, lockStops } from '../store/courier-steps.ts'
import { findLeftStop } from '../store/left-stops.ts'
import { readLastPosition } from '../store/positions.ts'
import { noteRefusedStep, type RefusedStep } from '../store/refused-steps.ts'
import { courierIdOf } from './courier-id.ts'
import { publishNext } from './delivery-events.ts'
import { type AtLeftStop, lockLeftStop } from './left-stop.ts'
import { retimeAhead } from './record-positions.ts'

/** When the courier's phone says that a step was done, and what its clock said as it told so; it may be told later. */
export interface StepTime {
  happenedAt?: string | undefined
  sentAt?: string | undefined
}

export interface AtStop {
  route: LockedRoute
  stop: LockedStop
  courierId: string
  /** When it was done. */
  at: Date
}

export interface Deed<Done> {
  what: Step
  time: StepTime
  /** Does it, at a stop of the courier's. */
  work: (tx: Transaction, at: AtStop) => Promise<Done>
  /** What can be made of it though the stop has left the courier's trip; undefined: nothing. */
  afterwards?: (tx: Transaction, at: AtLeftStop) => Promise<Done | undefined>
  /** What is worth keeping of one that is refused. */
  said?: (tx: Transaction, deliveryId: string) => Promise<Pick<RefusedStep, 'proof' | 'proofFits' | 'failure'>>
}

type Outcome<Done> = { done: Done } | { refused: DeliveryStatus } | { left: DeliveryStatus }

/** Why people have to know of it: undefined if the courier may yet do it. */
const whyRefused = (status: DeliveryStatus, what: Step): RefusedStep['why'] | undefined => {
  if (status === 'cancelled') return 'called_off'
  return status === 'failed' && what === 'deliver' ? 'failed' : undefined
}

const atLeftStop = async <Done>(
  tx: Transaction,
  stopId: string,
  courierId: string,
  { what, time, afterwards, said }: Deed<Done>,
  now: Date,
): Promise<Outcome<Done>> => {
  const left = await findLeftStop(tx, stopId, courierId)
  if (!left) throw new Problem('not_found')
  const { status, routeId } = await lockLeftStop(tx, left)
  const at = happenedAt(byOurClock(time.happenedAt, time.sentAt, now), now, left.departedAt)
  const done = await afterwards?.(tx, { left, status, routeId, courierId, at })
  if (done !== undefined) return { done }
  const kept = await said?.(tx, left.deliveryId)
  await noteRefusedStep(tx, { ...left, status, courierId, step: what, why: 'moved', at, ...kept })
  return { left: status }
}

/**
 * Does a courier's step at a stop of a trip of theirs. One that is not possible is refused and changes nothing; if the
 * order was called off meanwhile, or the stop has gone to another trip, it is kept what the courier says to have done,
 * since the parcel may be anywhere now.
 * @throws Problem not_found for another courier's stop, stop_moved, wrong_state
 */
export const onStop = async <Done>(actor: Actor, stopId: string, deed: Deed<Done>, now = new Date()): Promise<Done> => {
  const courierId = courierIdOf(actor)
  const { what, time, work, said } = deed
  const outcome = await transaction(async (tx): Promise<Outcome<Done>> => {
    const route = await lockRouteOfStop(tx, stopId, courierId)
    const [stop] = route ? await lockStops(tx, route.id, stopId) : []
    if (!route || !stop) return atLeftStop(tx, stopId, courierId, deed, now)
    const claimed = byOurClock(time.happenedAt, time.sentAt, now)
    const at = happenedAt(claimed, now, latestOf(stop.lastAt, route.departedAt))
    if (afterStep(stop.status, what) !== undefined) return { done: await work(tx, { route, stop, courierId, at }) }
    const why = whyRefused(stop.status, what)
    if (why) {
      const kept = await said?.(tx, stop.deliveryId)
      await noteRefusedStep(tx, { ...stop, courierId, step: what, why, at, ...kept })
    }
    return { refused: stop.status }
  })
  if ('done' in outcome) return outcome.done
  const deliveryStatus = 'left' in outcome ? outcome.left : outcome.refused
  logger.info('step refused', { stopId, what, deliveryStatus, isMoved: 'left' in outcome })
  throw new Problem('left' in outcome ? 'stop_moved' : 'wrong_state', { details: { deliveryStatus } })
}

/** The courier is done at a door: the trip may be over, else the next one hears of it, and times follow. */
export const leaveDoor = async (
  tx: Transaction,
  courierId: string,
  route: LockedRoute,
  stop: LockedStop,
  at: Date,
): Promise<void> => {
  await touchRoute(tx, route.id)
  const last = await readLastPosition(tx, courierId)
  // Told late, the courier has been seen elsewhere since.
  const seen = last && last.atMs > at.getTime() ? last : { lat: stop.lat, lon: stop.lon, atMs: at.getTime() }
  await retimeAhead(tx, route, seen, new Date())
  await publishNext(tx, route.id)
}
