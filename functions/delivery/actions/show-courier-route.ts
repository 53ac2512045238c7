import { database } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import type { Actor } from '@korob/platform/tokens'
import { localDate } from '../domain/local-time.ts'
import { readCourier, readCurrentRoute, readStops, type StopOnRoute } from '../store/courier-routes.ts'
import { readDuty } from '../store/duty.ts'
import { courierIdOf } from './courier-id.ts'
import { shopTimeZone } from './delivery-events.ts'
import { shownDuty } from './duty.ts'

const shownStop = (stop: StopOnRoute) => ({
  id: stop.id,
  position: stop.position,
  status: stop.status,
  orderNumber: stop.orderNumber,
  address: stop.address,
  location: { lat: stop.lat, lon: stop.lon },
  contact: { name: stop.name, phone: stop.phone },
  window: { start: stop.startsAt.toISOString(), end: stop.endsAt.toISOString() },
  eta: stop.eta.toISOString(),
  items: stop.items,
  comment: stop.comment,
  weightGrams: stop.weightGrams,
  payment: {
    method: stop.paymentMethod,
    state: stop.isPaid || stop.status === 'delivered' ? ('paid' as const) : ('due' as const),
    totalMinor: stop.totalMinor,
    currency: stop.currency,
  },
  failureReason: stop.failureReason,
  deliveredAt: stop.deliveredAt?.toISOString() ?? null,
})

/** What the courier has to do now. @throws Problem not_found for a courier who is not in the fleet */
export const showCourierRoute = async (actor: Actor, date?: string, now = new Date()) => {
  const courier = await readCourier(courierIdOf(actor))
  if (!courier) throw new Problem('not_found')
  const route = await readCurrentRoute(courier.id, localDate(now, shopTimeZone()), date)
  const duty = shownDuty(await readDuty(database, courier.id))
  if (!route) return { courier, duty, route: null }
  const stops = await readStops(route.id)
  return {
    courier,
    duty,
    route: {
      ...route,
      departedAt: route.departedAt?.toISOString() ?? null,
      returnsAt: route.returnsAt.toISOString(),
      stops: stops.map(shownStop),
    },
  }
}
