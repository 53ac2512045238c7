import type { CourierRoute } from '../api/answers.ts'
import type { Departure } from './outbox.ts'

/** The orders whose parcels leave with a trip. */
export const leavingOrders = ({ stops }: Pick<CourierRoute, 'stops'>): string[] =>
  stops.filter(({ status }) => status === 'assigned' || status === 'handed_over').map(({ orderNumber }) => orderNumber)

/** What was added to a trip since the courier set off with it as it was shown. */
export const addedOrders = (route: CourierRoute, { orders = [] }: Departure): string[] =>
  leavingOrders(route).filter((number) => !orders.includes(number))

/**
 * The plan of a trip with which the courier can be said to have set off: nothing was added to what was taken along. What
 * was taken out of it comes back with the courier.
 */
export const planAsTaken = (route: CourierRoute | null | undefined, departure: Departure): number | undefined => {
  if (!route || route.id !== departure.routeId || route.status !== 'planned') return undefined
  return departure.orders !== undefined && addedOrders(route, departure).length === 0 ? route.planVersion : undefined
}
