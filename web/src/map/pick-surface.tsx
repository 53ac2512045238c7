import { type PointerEvent, useRef } from 'react'
import { type Place, placeAt, type View } from './projection.ts'

interface PickSurfaceProps {
  view: View
  /** Where it was pressed, without being dragged. */
  onPick: (place: Place) => void
  /** How far it was dragged, on the plane. */
  onMove: (by: { x: number; y: number }) => void
}

/** A finger trembles by so much, pixels. */
const tremblePx = 5

/** Lies over the city and under what can be taken hold of: pressed, it names a place; dragged, it moves the map. */
export const PickSurface = ({ view, onPick, onMove }: PickSurfaceProps) => {
  const held = useRef<{ x: number; y: number; isDragged: boolean }>(undefined)
  const take = (event: PointerEvent<SVGRectElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    held.current = { x: event.clientX, y: event.clientY, isDragged: false }
  }
  const drag = (event: PointerEvent) => {
    const from = held.current
    if (!from) return
    const [x, y] = [event.clientX - from.x, event.clientY - from.y]
    if (!from.isDragged && Math.hypot(x, y) < tremblePx) return
    held.current = { x: event.clientX, y: event.clientY, isDragged: true }
    onMove({ x: -x / view.scale, y: -y / view.scale })
  }
  const release = (event: PointerEvent<SVGRectElement>) => {
    const from = held.current
    held.current = undefined
    if (!from || from.isDragged) return
    const { left, top } = event.currentTarget.getBoundingClientRect()
    onPick(placeAt(view, { x: event.clientX - left, y: event.clientY - top }))
  }
  const { width, height } = view
  return (
    <rect
      className="map-surface"
      data-testid="map-surface"
      width={width}
      height={height}
      onPointerDown={take}
      onPointerMove={drag}
      onPointerUp={release}
      onPointerCancel={() => {
        held.current = undefined
      }}
    />
  )
}
