import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useLanguage } from '../i18n/language.ts'
import { DrawnCity } from './drawn-city.tsx'
import type { MapPoint } from './map-points.ts'
import { Marker } from './marker.tsx'
import { inView, type Place, viewOf } from './projection.ts'
import { useCityMap } from './use-city-map.ts'

const farthest = -2
const nearest = 3

/** As wide as its place, and never higher than half a phone. */
const useSize = () => {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    setWidth(element.clientWidth)
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { box, width, height: Math.round(Math.min(360, Math.max(220, width * 0.62))) }
}

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
  const { t } = useLanguage()
  const city = useCityMap()
  const { box, width, height } = useSize()
  const [zoom, setZoom] = useState(0)
  const places = JSON.stringify(points.map(({ at: { lat, lon } }) => ({ lat, lon })))
  // A poll brings equal points as new objects: the city is drawn anew only when one has moved.
  const view = useMemo(() => viewOf(JSON.parse(places), width, height, zoom), [places, width, height, zoom])
  const taken = useMemo(
    () => (view ? (JSON.parse(places) as Place[]).map((place) => inView(view, place)) : []),
    [places, view],
  )
  return (
    <figure className="town-map">
      <div ref={box} className="town-map-box" style={{ height }}>
        {view && (
          <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
            <DrawnCity city={city} view={view} taken={taken} />
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
          </svg>
        )}
        <div className="town-map-zoom">
          <button type="button" disabled={zoom >= nearest} onClick={() => setZoom(zoom + 1)} aria-label={t.map.nearer}>
            +
          </button>
          <button
            type="button"
            disabled={zoom <= farthest}
            onClick={() => setZoom(zoom - 1)}
            aria-label={t.map.farther}
          >
            −
          </button>
        </div>
      </div>
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
