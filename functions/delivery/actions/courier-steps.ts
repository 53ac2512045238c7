import { type Transaction, transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import type { Actor } from '@korob/platform/tokens'
import { afterStep, type DeliveryStatus, type Step } from '../domain/delivery-states.ts'
import { serviceMs, timetable } from '../domain/timetable.ts'
import { cityTravelTimes } from '../domain/travel-times.ts'
import { touchRoute } from '../store/cancelling.ts'
import {
  departRoute,
  type LockedRoute,
  type LockedStop,
  lockRoute,
  lockRouteOfStop,
  lockStops,
} from '../store/courier-steps.ts'
import { changeStatus } from '../store/deliveries.ts'
import { type Failure, markFailed } from '../store/failures.ts'
import { renumberStops } from '../store/plans.ts'
import { courierIdOf } from './courier-id.ts'
import { publishStatus } from './delivery-events.ts'

/** Does a step of a locked stop and says so to the world; a step done before changes nothing. */
const step = async (tx: Transaction, stop: LockedStop, what: Step, courierId: string): Promise<DeliveryStatus> => {
  const next = afterStep(stop.status, what)
  if (next === undefined) throw new Problem('wrong_state', { details: { deliveryStatus: stop.status } })
  if (next === stop.status) return next
  if (!(await changeStatus(tx, stop.deliveryId, stop.status, next, { role: 'courier', id: courierId })))
    throw new Error('a locked delivery changed')
  await publishStatus(tx, stop.deliveryId, next)
  return next
}

const stepOfStop = (actor: Actor, stopId: string, what: 'handOver' | 'deliver') =>
  transaction(async (tx) => {
    const courierId = courierIdOf(actor)
    const route = await lockRouteOfStop(tx, stopId, courierId)
    const [stop] = route ? await lockStops(tx, route.id, stopId) : []
    if (!route || !stop) throw new Problem('not_found')
    const status = await step(tx, stop, what, courierId)
    if (what === 'deliver' && status !== stop.status) await touchRoute(tx, route.id)
    const [now] = await lockStops(tx, route.id, stopId)
    return { stopId, status, deliveredAt: now?.deliveredAt?.toISOString() ?? null }
  })

/** The parcel was given to the courier. @throws Problem not_found for another courier's stop, wrong_state */
export const handOverStop = (actor: Actor, stopId: string) => stepOfStop(actor, stopId, 'handOver')

/** The shopper has the parcel. @throws Problem not_found for another courier's stop, wrong_state */
export const deliverStop = (actor: Actor, stopId: string) => stepOfStop(actor, stopId, 'deliver')

/**
 * The courier came in vain. The goods return with the trip; what becomes of the order follows once it is over.
 * @throws Problem not_found for another courier's stop, wrong_state
 */
export const failStop = (actor: Actor, stopId: string, failure: Failure) =>
  transaction(async (tx) => {
    const courierId = courierIdOf(actor)
    const route = await lockRouteOfStop(tx, stopId, courierId)
    const [stop] = route ? await lockStops(tx, route.id, stopId) : []
    if (!route || !stop) throw new Problem('not_found')
    const next = afterStep(stop.status, 'fail')
    if (next === undefined) throw new Problem('wrong_state', { details: { deliveryStatus: stop.status } })
    if (next !== stop.status) {
      await markFailed(tx, stop.deliveryId, failure, courierId)
      await publishStatus(tx, stop.deliveryId, next)
      await touchRoute(tx, route.id)
    }
    return { stopId, status: next, deliveredAt: null }
  })

/** Times from now on: the trip may leave late, or early. */
const retime = async (tx: Transaction, route: LockedRoute, stops: readonly LockedStop[], now: Date): Promise<Date> => {
  const trip = {
    depot: route.depot,
    speedFactor: route.speedFactor,
    startMs: now.getTime(),
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
export const depart = (actor: Actor, routeId: string, planVersion?: number, now = new Date()) =>
  transaction(async (tx) => {
    const courierId = courierIdOf(actor)
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
    if (planVersion !== undefined && planVersion !== route.planVersion)
      throw new Problem('wrong_state', { details: { planVersion: route.planVersion } })
    const leaving = all.filter(({ status }) => status === 'assigned' || status === 'handed_over')
    if (leaving.length === 0) throw new Problem('wrong_state')
    const { departedAt } = await departRoute(tx, routeId, await retime(tx, route, leaving, now))
    for (const stop of leaving) await step(tx, stop, 'depart', courierId)
    return {
      routeId,
      status: 'departed',
      departedAt: departedAt.toISOString(),
      stops: shown(await lockStops(tx, routeId)),
    }
  })
