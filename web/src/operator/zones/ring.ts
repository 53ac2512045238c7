import type { OperatorZone } from '../../api/answers.ts'
import { type Place, toPlane } from '../../map/projection.ts'

/** A zone's outline as the page edits it: its corners in order, the first not told again. */
export type Ring = readonly Place[]

export const ringOf = (outline: OperatorZone['outline']): Ring => {
  const places = outline.map(([lon, lat]) => ({ lat, lon }))
  const [first, last] = [places[0], places.at(-1)]
  return first && last && places.length > 1 && first.lat === last.lat && first.lon === last.lon
    ? places.slice(0, -1)
    : places
}

export const outlineOf = (ring: Ring): OperatorZone['outline'] => ring.map(({ lat, lon }) => [lon, lat])

/** How far a point is from an edge, on the map's plane. */
const distance = (at: Place, from: Place, to: Place): number => {
  const [point, a, b] = [toPlane(at), toPlane(from), toPlane(to)]
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((point.x - a.x) * dx + (point.y - a.y) * dy) / length))
  return Math.hypot(point.x - a.x - along * dx, point.y - a.y - along * dy)
}

/** With another corner: in the nearest edge, so that the ring doesn't cross itself. Answers which one it is, too. */
export const withCorner = (ring: Ring, place: Place): { ring: Ring; index: number } => {
  if (ring.length < 3) return { ring: [...ring, place], index: ring.length }
  const distances = ring.map((corner, index) => distance(place, corner, ring[(index + 1) % ring.length] ?? corner))
  const index = distances.indexOf(Math.min(...distances)) + 1
  return { ring: ring.toSpliced(index, 0, place), index }
}

export const withMoved = (ring: Ring, index: number, place: Place): Ring => ring.with(index, place)

export const withoutCorner = (ring: Ring, index: number): Ring => ring.toSpliced(index, 1)
