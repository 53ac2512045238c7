import type { DispatchDay, DispatchStop, DispatchTrip } from '../../api/answers.ts'
import { timeOfDay } from '../../format/time.ts'
import { useLanguage } from '../../i18n/language.ts'
import type { MapPoint } from '../../map/map-points.ts'
import { TownMap } from '../../map/town-map.tsx'

const over: readonly DispatchStop['status'][] = ['delivered', 'failed', 'cancelled']

/** Every door of a day, or of the trip that is shown, and what waits for a courier. */
export const DayMap = ({ day, shown }: { day: DispatchDay; shown: string | undefined }) => {
  const { language, t } = useLanguage()
  const { dispatch } = t.operator
  const trip = day.trips.find(({ routeId }) => routeId === shown)
  const stopsOf = ({ courier, stops }: DispatchTrip): MapPoint[] =>
    stops.map(({ location, orderNumber, position, status, eta }) => ({
      kind: 'stop',
      at: location,
      label: `${courier.firstName}, ${timeOfDay(eta, language, day.timeZone)}, ${orderNumber}`,
      sign: String(position ?? '×'),
      isOver: over.includes(status),
    }))
  const depots: MapPoint[] = (trip ? [trip] : day.trips).map(({ depot }) => ({
    kind: 'door',
    at: depot,
    label: dispatch.depot,
  }))
  const waiting: MapPoint[] = day.unassigned.flatMap(({ location, orderNumber }) =>
    location
      ? [{ kind: 'stop' as const, at: location, label: `${dispatch.unassigned}: ${orderNumber}`, sign: '?' }]
      : [],
  )
  const points = [...depots, ...(trip ? stopsOf(trip) : day.trips.flatMap(stopsOf)), ...(trip ? [] : waiting)]
  if (points.length === 0) return null
  const way = trip ? [trip.depot, ...trip.stops.map(({ location }) => location), trip.depot] : []
  return <TownMap label={dispatch.map} points={points} way={way} />
}
