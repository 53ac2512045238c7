import { type PointerEvent, useState } from 'react'
import type { OperatorZone } from '../../api/answers.ts'
import { useLanguage } from '../../i18n/language.ts'
import { cityExtent } from '../../map/city-extent.ts'
import { MapFrame } from '../../map/map-frame.tsx'
import { PickSurface } from '../../map/pick-surface.tsx'
import { inView, type Place, placeAt, type View } from '../../map/projection.ts'
import { useCityMap } from '../../map/use-city-map.ts'
import { type Ring, withCorner, withMoved, withoutCorner } from './ring.ts'
import { ZoneDrawing } from './zone-drawing.tsx'

interface OutlineMapProps {
  ring: Ring
  onChange: (ring: Ring) => void
  /** Drawn faintly, to see what lies beside. */
  others: readonly OperatorZone[]
}

/** Where neither a zone nor a drawing of the city says where it is. */
const wholeCountry: readonly Place[] = [
  { lat: 42, lon: 28 },
  { lat: 68, lon: 62 },
]

interface CornerProps {
  view: View
  at: Place
  index: number
  isChosen: boolean
  onChoose: () => void
  onMove: (place: Place) => void
}

const Corner = ({ view, at, index, isChosen, onChoose, onMove }: CornerProps) => {
  const { x, y } = inView(view, at)
  const [isHeld, setHeld] = useState(false)
  const take = (event: PointerEvent<SVGCircleElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    setHeld(true)
    onChoose()
  }
  const drag = (event: PointerEvent<SVGCircleElement>) => {
    const map = event.currentTarget.ownerSVGElement?.getBoundingClientRect()
    if (isHeld && map) onMove(placeAt(view, { x: event.clientX - map.left, y: event.clientY - map.top }))
  }
  const release = () => setHeld(false)
  return (
    <g className={`map-corner${isChosen ? ' map-corner-chosen' : ''}`}>
      <circle r={7} cx={x} cy={y} />
      <circle
        className="map-grip"
        data-testid="map-corner"
        data-corner={index}
        r={16}
        cx={x}
        cy={y}
        onPointerDown={take}
        onPointerMove={drag}
        onPointerUp={release}
        onPointerCancel={release}
      />
    </g>
  )
}

/** Draws an outline by its corners: pressed, the map gets another; dragged, a corner moves. */
export const OutlineMap = ({ ring, onChange, others }: OutlineMapProps) => {
  const { language, t } = useLanguage()
  const { zones } = t.operator.delivery
  const city = useCityMap()
  const [chosen, setChosen] = useState<number>()
  const [moved, setMoved] = useState({ x: 0, y: 0 })
  // What was there at first stays in view: a map that follows each corner can't be drawn on.
  const [first] = useState(ring)
  const nearby = [...first, ...others.flatMap(({ outline }) => outline.map(([lon, lat]) => ({ lat, lon })))]
  const shown = nearby.length > 0 ? nearby : cityExtent(city)
  const add = (place: Place) => {
    const { ring: next, index } = withCorner(ring, place)
    setChosen(index)
    onChange(next)
  }
  const remove = (index: number) => {
    setChosen(undefined)
    onChange(withoutCorner(ring, index))
  }
  const isChosen = chosen !== undefined && chosen < ring.length
  return (
    <div className="outline-map">
      <p className="muted small">{zones.drawHint}</p>
      <figure className="town-map">
        <MapFrame label={zones.draw} shown={shown.length > 0 ? shown : wholeCountry} moved={moved}>
          {(view) => (
            <>
              {others.map((zone, index) => (
                <ZoneDrawing key={zone.id} view={view} zone={zone} name={zone.name[language]} index={index} isFaint />
              ))}
              <PickSurface
                view={view}
                onPick={add}
                onMove={({ x, y }) => setMoved((before) => ({ x: before.x + x, y: before.y + y }))}
              />
              <polygon
                className="map-outline"
                points={ring
                  .map((place) => inView(view, place))
                  .map(({ x, y }) => `${x},${y}`)
                  .join(' ')}
              />
              {ring.map((place, index) => (
                <Corner
                  // biome-ignore lint/suspicious/noArrayIndexKey: a corner is known by its place in the ring
                  key={index}
                  view={view}
                  at={place}
                  index={index}
                  isChosen={chosen === index}
                  onChoose={() => setChosen(index)}
                  onMove={(to) => onChange(withMoved(ring, index, to))}
                />
              ))}
            </>
          )}
        </MapFrame>
      </figure>
      <p className="dispatch-actions">
        <span className="muted">{zones.corners(String(ring.length))}</span>
        <button
          type="button"
          className="button"
          data-testid="remove-corner"
          disabled={!isChosen}
          onClick={() => chosen !== undefined && remove(chosen)}
        >
          {zones.removeCorner}
        </button>
        <button type="button" className="button" disabled={ring.length === 0} onClick={() => onChange([])}>
          {zones.clear}
        </button>
      </p>
    </div>
  )
}
