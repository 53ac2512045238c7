import { type Transaction, transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import type { Actor } from '@korob/platform/tokens'
import { afterStep, type DeliveryStatus, type Step } from '../domain/delivery-states.ts'
import { happenedAt, latestOf } from '../domain/happened-at.ts'
import { byOurClock } from '../domain/phone-clock.ts'
import { serviceMs, timetable } from '../domain/timetable.ts'
import { cityTravelTimes } from '../domain/travel-times.ts'
import { departRoute, type LockedRoute, type LockedStop, lockRoute, lockStops } from '../store/courier-steps.ts'
import { changeStatus } from '../store/deliveries.ts'
import { type Failure, markFailed } from '../store/failures.ts'
import { noteClaimedDeparture } from '../store/left-stops.ts'
import { noteFirstDoor } from '../store/next-stop.ts'
import { renumberStops } from '../store/plans.ts'
import { readDayOfTrip } from '../store/positions.ts'
import { answerOffer } from '../store/slot-offers.ts'
import { courierIdOf } from './courier-id.ts'
import { publishStatus } from './delivery-events.ts'
import { leaveDoor, onStop, type StepTime } from './on-stop.ts'
import { restsFrom } from './open-trips.ts'

/** Does a step of a locked stop and says so to the world; a step done before changes nothing. */
const step = async (
  tx: Transaction,
  stop: LockedStop,
  what: Step,
  courierId: string,
  at: Date,
): Promise<DeliveryStatus> => {
  const next = afterStep(stop.status, what)
  if (next === undefined) throw new Problem('wrong_state', { details: { deliveryStatus: stop.status } })
  if (next === stop.status) return next
  if (!(await changeStatus(tx, stop.deliveryId, stop.status, next, { role: 'courier', id: courierId }, at)))
    throw new Error('a locked delivery changed')
  // Silence took what was offered: it is no question any more, also if the parcel comes back.
  await answerOffer(tx, stop.deliveryId, 'accepted')
  await publishStatus(tx, stop.deliveryId, next)
  return next
}

/** The parcel was given to the courier. @throws Problem not_found for another courier's stop, stop_moved, wrong_state */
export const handOverStop = (actor: Actor, stopId: string, time: StepTime = {}) =>
  onStop(actor, stopId, {
    what: 'handOver',
    time,
    work: async (tx, { stop, courierId, at }) => {
      const status = await step(tx, stop, 'handOver', courierId, at)
      return { stopId, status, deliveredAt: stop.deliveredAt?.toISOString() ?? null }
    },
  })

/**
 * The courier came in vain. The goods return with the trip; what becomes of the order follows once it is over, and what is
 * said again after that is answered as the first time.
 * @throws Problem not_found for another courier's stop, stop_moved, wrong_state
 */
export const failStop = (
  actor: Actor,
  stopId: string,
  { happenedAt, sentAt, ...failure }: Failure & StepTime,
): Promise<{ stopId: string; status: DeliveryStatus; deliveredAt: null }> => {
  const failed = { stopId, status: 'failed', deliveredAt: null } as const
  return onStop(actor, stopId, {
    what: 'fail',
    time: { happenedAt, sentAt },
    work: async (tx, { route, stop, courierId, at }) => {
      if (stop.status !== 'failed') {
        await markFailed(tx, stop.deliveryId, failure, courierId, at)
        await publishStatus(tx, stop.deliveryId, 'failed')
        await leaveDoor(tx, courierId, route, stop, at)
      }
      return failed
    },
    afterwards: async (_tx, { left }) => (left.hadFailed ? failed : undefined),
    said: async () => ({ failure }),
  })
}

/** Times from the departure on: the trip may leave late, or early. */
const retime = async (tx: Transaction, route: LockedRoute, stops: readonly LockedStop[], from: Date): Promise<Date> => {
  const { serviceDate, speedFactor, breaks } = await readDayOfTrip(tx, route.id)
  const trip = {
    depot: route.depot,
    speedFactor,
    rests: restsFrom(breaks, serviceDate, from.getTime()),
    startMs: from.getTime(),
    endMs: Number.POSITIVE_INFINITY,
    capacityGrams: Number.POSITIVE_INFINITY,
  }
  const planned = stops.map(({ deliveryId, lat, lon, startsAt, endsAt }) => ({
    deliveryId,
    location: { lat, lon },
    windowStartMs: startsAt.getTime(),
    windowEndMs: endsAt.getTime(),
    serviceMs,
    weightGrams: 0,
  }))
  const { etasMs, returnsMs } = timetable(trip, planned, cityTravelTimes)
  await renumberStops(
    tx,
    planned.map(({ deliveryId }, index) => ({
      deliveryId,
      position: index + 1,
      eta: new Date(etasMs[index] ?? Number.NaN),
    })),
  )
  return new Date(returnsMs)
}

/**
 * The courier sets off with all stops of the trip; parcels not yet marked as handed over are so by this.
 * @param planVersion of the trip that the courier was shown, if that is known
 * @throws Problem not_found for another courier's trip, wrong_state for one without stops or planned anew since
 */
export const depart = async (
  actor: Actor,
  routeId: string,
  { happenedAt: told, sentAt, planVersion }: StepTime & { planVersion?: number | undefined } = {},
  now = new Date(),
) => {
  const claimed = byOurClock(told, sentAt, now)
  const outcome = await transaction(async (tx) => {
    const courierId = courierIdOf(actor)
    const refuse = async (details: Record<string, unknown>) => {
      // What was on board is told of next: it must be known since when it was.
      if (claimed !== undefined) await noteClaimedDeparture(tx, routeId, happenedAt(claimed, now, null))
      return new Problem('wrong_state', { details })
    }
    const route = await lockRoute(tx, routeId, courierId)
    if (!route) throw new Problem('not_found')
    const all = await lockStops(tx, routeId)
    const shown = (stops: readonly LockedStop[]) =>
      stops.map(({ stopId, status, deliveredAt }) => ({
        stopId,
        status,
        deliveredAt: deliveredAt?.toISOString() ?? null,
      }))
    if (route.departedAt && route.status !== 'planned')
      return { routeId, status: route.status, departedAt: route.departedAt.toISOString(), stops: shown(all) }
    const leaving = all.filter(({ status }) => status === 'assigned' || status === 'handed_over')
    // Before its version: with nothing left to confirm, no phone need hold back what was done at the doors.
    if (leaving.length === 0) return refuse({})
    if (planVersion !== undefined && planVersion !== route.planVersion)
      return refuse({ planVersion: route.planVersion })
    const at = happenedAt(claimed, now, latestOf(...leaving.map(({ lastAt }) => lastAt)))
    const { departedAt } = await departRoute(tx, routeId, at, await retime(tx, route, leaving, at))
    // One that came to the trip after that was taken along later.
    for (const stop of leaving) await step(tx, stop, 'depart', courierId, latestOf(at, stop.assignedAt) ?? at)
    await noteFirstDoor(tx, routeId)
    return {
      routeId,
      status: 'departed',
      departedAt: departedAt.toISOString(),
      stops: shown(await lockStops(tx, routeId)),
    }
  })
  if (outcome instanceof Problem) throw outcome
  return outcome
}
