import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useLanguage } from '../i18n/language.ts'
import { DrawnCity } from './drawn-city.tsx'
import { inView, type Place, type View, viewOf } from './projection.ts'
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

interface MapFrameProps {
  /** What the map shows, for who doesn't see it. */
  label: string
  /** What is to be seen whole; at least one place. */
  shown: readonly Place[]
  /** Where no name is written. */
  taken?: readonly Place[]
  /** How far its middle was moved, on the plane. */
  moved?: { x: number; y: number }
  /** What is drawn over the city. */
  children: (view: View) => ReactNode
}

const plain = (places: readonly Place[]) => JSON.stringify(places.map(({ lat, lon }) => ({ lat, lon })))
const none = { x: 0, y: 0 }
const nowhere: readonly Place[] = []

/** The city, nearer and farther, with what others draw over it. */
export const MapFrame = ({ label, shown, taken = nowhere, moved = none, children }: MapFrameProps) => {
  const { t } = useLanguage()
  const city = useCityMap()
  const { box, width, height } = useSize()
  const [zoom, setZoom] = useState(0)
  // A poll brings equal places as new objects: the city is drawn anew only when one has moved.
  const [places, kept] = [plain(shown), plain(taken)]
  const { x, y } = moved
  const view = useMemo(() => {
    const found = viewOf(JSON.parse(places), width, height, zoom)
    return found && { ...found, originX: found.originX + x, originY: found.originY + y }
  }, [places, width, height, zoom, x, y])
  const free = useMemo(
    () => (view ? (JSON.parse(kept) as Place[]).map((place) => inView(view, place)) : []),
    [kept, view],
  )
  return (
    <div ref={box} className="town-map-box" style={{ height }}>
      {view && (
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
          <DrawnCity city={city} view={view} taken={free} />
          {children(view)}
        </svg>
      )}
      <div className="town-map-zoom">
        <button type="button" disabled={zoom >= nearest} onClick={() => setZoom(zoom + 1)} aria-label={t.map.nearer}>
          +
        </button>
        <button type="button" disabled={zoom <= farthest} onClick={() => setZoom(zoom - 1)} aria-label={t.map.farther}>
          −
        </button>
      </div>
    </div>
  )
}
