import type { OperatorZone } from '../../api/answers.ts'
import { inView, type Place, type View } from '../../map/projection.ts'
import { ringOf } from './ring.ts'

const pointsOf = (view: View, places: readonly Place[]): string =>
  places
    .map((place) => inView(view, place))
    .map(({ x, y }) => `${x},${y}`)
    .join(' ')

interface ZoneDrawingProps {
  view: View
  zone: Pick<OperatorZone, 'outline'>
  name: string
  /** Which of the zones, from 0: each has its own look. */
  index: number
  isFaint?: boolean
}

/** A zone's area on a map. */
export const ZoneDrawing = ({ view, zone, name, index, isFaint = false }: ZoneDrawingProps) => (
  <polygon
    className={`map-zone map-zone-${index % 4}${isFaint ? ' map-zone-faint' : ''}`}
    data-testid="map-zone"
    points={pointsOf(view, ringOf(zone.outline))}
  >
    <title>{name}</title>
  </polygon>
)
