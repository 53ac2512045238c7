import { MapFrame } from './map-frame.tsx'
import type { MapPoint } from './map-points.ts'
import { Marker } from './marker.tsx'
import { inView, type Place } from './projection.ts'

interface TownMapProps {
  /** What the map shows, for who doesn't see it. */
  label: string
  /** At least one. Later ones are drawn over earlier ones. */
  points: readonly MapPoint[]
  /** Places to be joined by a line, in order. */
  way?: readonly Place[]
}

/** A map of our own drawing around some points. */
export const TownMap = ({ label, points, way = [] }: TownMapProps) => {
  const places = points.map(({ at }) => at)
  return (
    <figure className="town-map">
      <MapFrame label={label} shown={places} taken={places}>
        {(view) => (
          <>
            {way.length > 1 && (
              <polyline
                className="map-way"
                points={way
                  .map((place) => inView(view, place))
                  .map(({ x, y }) => `${x},${y}`)
                  .join(' ')}
              />
            )}
            {points.map((point) => (
              <Marker key={`${point.kind} ${point.label}`} point={point} at={inView(view, point.at)} />
            ))}
          </>
        )}
      </MapFrame>
      <figcaption className="visually-hidden">
        <ul>
          {points.map(({ kind, label: text }) => (
            <li key={`${kind} ${text}`}>{text}</li>
          ))}
        </ul>
      </figcaption>
    </figure>
  )
}
