import { outlineOf, type Ring, ringOf } from './ring.ts'

/** Why a text is no outline. */
export type GeoJsonFault = 'notJson' | 'noPolygon' | 'severalPolygons' | 'holes'

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** The rings of each polygon that a GeoJSON object (RFC 7946) holds. */
const polygonsOf = (found: unknown): unknown[][] => {
  const { type, coordinates, geometry, geometries, features } = record(found)
  switch (type) {
    case 'Polygon':
      return [list(coordinates)]
    case 'MultiPolygon':
      return list(coordinates).map(list)
    case 'Feature':
      return polygonsOf(geometry)
    case 'FeatureCollection':
      return list(features).flatMap(polygonsOf)
    case 'GeometryCollection':
      return list(geometries).flatMap(polygonsOf)
    default:
      return []
  }
}

const cornersOf = (ring: unknown): [number, number][] =>
  list(ring).flatMap((position): [number, number][] => {
    // A third number is a height.
    const [lon, lat] = list(position)
    return typeof lon === 'number' && typeof lat === 'number' ? [[lon, lat]] : []
  })

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Reads the one polygon of a text: a geometry, a feature or a collection with it, or its bare ring. */
export const readGeoJson = (text: string): { ring: Ring } | { fault: GeoJsonFault } => {
  const found = parsed(text)
  if (found === undefined) return { fault: 'notJson' }
  const polygons = Array.isArray(found) ? [[found]] : polygonsOf(found)
  const [rings, more] = polygons
  if (more) return { fault: 'severalPolygons' }
  if (rings && rings.length > 1) return { fault: 'holes' }
  const corners = cornersOf(rings?.[0])
  // Tools repeat a corner where two lines were joined.
  const once = corners.filter(([lon, lat], index) => lon !== corners[index - 1]?.[0] || lat !== corners[index - 1]?.[1])
  const ring = ringOf(once)
  return ring.length < 3 ? { fault: 'noPolygon' } : { ring }
}

/** A polygon as others read it. */
export const writeGeoJson = (ring: Ring): string => {
  const outline = outlineOf(ring)
  return JSON.stringify({ type: 'Polygon', coordinates: [[...outline, ...outline.slice(0, 1)]] })
}
