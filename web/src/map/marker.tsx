import type { MapPoint } from './map-points.ts'
import type { PlanePoint } from './projection.ts'

const house = 'M-6 1 0-5 6 1M-4-.5V6H4V-.5'
const van = 'M-7-4H2V4H-7ZM2-1H5L7 1.500V4H2Z'

const Sign = ({ kind, sign }: Pick<MapPoint, 'kind' | 'sign'>) => {
  if (sign !== undefined)
    return (
      <text className="map-sign" dy="0.36em">
        {sign}
      </text>
    )
  return <path className="map-picture" d={kind === 'courier' ? van : house} />
}

/** A point on the map: a pin's head with a number or a picture. */
export const Marker = ({ point: { kind, label, sign, isOver }, at: { x, y } }: { point: MapPoint; at: PlanePoint }) => (
  <g
    className={`map-marker map-marker-${kind}${isOver ? ' map-marker-over' : ''}`}
    data-testid={`map-${kind}`}
    style={{ transform: `translate(${x}px, ${y}px)` }}
  >
    <title>{label}</title>
    <circle r={kind === 'stop' ? 12 : 15} />
    <Sign kind={kind} sign={sign} />
  </g>
)
