import type { CourierDay, CourierRoute } from '../api/answers.ts'
import type { Deed } from './deed.ts'
import { isWaiting } from './outbox.ts'

type Stop = CourierRoute['stops'][number]

const stopAfter = (stop: Stop, deed: Deed): Stop => {
  if (deed.kind === 'depart')
    return stop.status === 'assigned' || stop.status === 'handed_over' ? { ...stop, status: 'departed' } : stop
  if (deed.kind === 'duty' || deed.stopId !== stop.id) return stop
  if (deed.kind === 'handed-over') return stop.status === 'assigned' ? { ...stop, status: 'handed_over' } : stop
  if (stop.status !== 'departed') return stop
  return deed.kind === 'failed'
    ? { ...stop, status: 'failed', failureReason: deed.reason }
    : { ...stop, status: 'delivered', deliveredAt: deed.happenedAt }
}

const routeAfter = (route: CourierRoute, deed: Deed): CourierRoute => ({
  ...route,
  ...(deed.kind === 'depart' && deed.routeId === route.id && route.status === 'planned'
    ? { status: 'departed' as const, departedAt: deed.happenedAt }
    : {}),
  stops:
    deed.kind === 'depart' && deed.routeId !== route.id
      ? route.stops
      : route.stops.map((stop) => stopAfter(stop, deed)),
})

const dayAfter = (day: CourierDay, deed: Deed): CourierDay => ({
  ...day,
  duty: deed.kind === 'duty' ? { ...day.duty, onDuty: deed.onDuty } : day.duty,
  route: day.route && routeAfter(day.route, deed),
})

/** The day as it is by what the courier has done since the shop was asked. */
export const withDeeds = (day: CourierDay, deeds: readonly Deed[]): CourierDay =>
  deeds.filter((deed) => isWaiting(deed) && deed.courierId === day.courier.id).reduce(dayAfter, day)
