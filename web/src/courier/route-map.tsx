import type { CourierRoute } from '../api/answers.ts'
import { useLanguage } from '../i18n/language.ts'
import type { MapPoint } from '../map/map-points.ts'
import { TownMap } from '../map/town-map.tsx'
import { addressLine } from '../orders/address-line.ts'

/** The doors of a trip by their numbers, and the way between those that are left. */
export const RouteMap = ({ route }: { route: CourierRoute }) => {
  const { t } = useLanguage()
  const doors = route.stops.filter(({ position }) => position !== null)
  if (doors.length === 0) return null
  const isOver = ({ status }: CourierRoute['stops'][number]) => ['delivered', 'failed', 'cancelled'].includes(status)
  const points = doors.map(
    (stop): MapPoint => ({
      kind: 'stop',
      at: stop.location,
      sign: String(stop.position),
      label: `${stop.position}. ${addressLine(stop.address, t)}`,
      isOver: isOver(stop),
    }),
  )
  // The next one is drawn over the others.
  const inFront = [...points.filter((point) => point.isOver), ...points.filter((point) => !point.isOver).toReversed()]
  return (
    <TownMap
      label={t.courier.mapTitle(doors.length)}
      points={inFront}
      way={doors.filter((stop) => !isOver(stop)).map(({ location }) => location)}
    />
  )
}
