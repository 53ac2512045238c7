import type { Coordinates } from '@korob/platform/schema'

/** [lon, lat] in degrees, as in GeoJSON. */
export type Position = readonly [number, number]

const earthRadiusM = 6_371_008.8
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Great-circle distance, metres. */
export const distanceM = (a: Coordinates, b: Coordinates): number => {
  const dLat = radians(b.lat - a.lat)
  const dLon = radians(b.lon - a.lon)
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon / 2) ** 2
  return 2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(h)))
}

const at = ([lon, lat]: Position): Coordinates => ({ lat, lon })

/** The point at `fraction` (0…1) of a path's length. */
export const alongPath = (path: readonly Position[], fraction: number): Coordinates => {
  const first = path[0]
  if (!first) throw new Error('a path needs a point')
  const legs = path.slice(1).map((to, index) => {
    const from = path[index] ?? first
    return { from, to, lengthM: distanceM(at(from), at(to)) }
  })
  let restM = legs.reduce((sum, leg) => sum + leg.lengthM, 0) * Math.min(1, Math.max(0, fraction))
  for (const { from, to, lengthM } of legs) {
    if (restM <= lengthM && lengthM > 0) {
      const share = restM / lengthM
      return { lon: from[0] + (to[0] - from[0]) * share, lat: from[1] + (to[1] - from[1]) * share }
    }
    restM -= lengthM
  }
  return at(path.at(-1) ?? first)
}

/** Whether a point lies in a ring, by the even-odd rule. Degrees as a plane: right for outlines of a city's size. */
export const insideRing = ({ lat, lon }: Coordinates, ring: readonly Position[]): boolean => {
  let inside = false
  ring.forEach(([lonA, latA], index) => {
    const [lonB, latB] = ring.at(index - 1) ?? [lonA, latA]
    if (latA > lat !== latB > lat && lon < ((lonB - lonA) * (lat - latA)) / (latB - latA) + lonA) inside = !inside
  })
  return inside
}

export interface Box {
  west: number
  south: number
  east: number
  north: number
}

const marginDegrees = 0.05

/** What lies around these places, and some 5 km more; undefined for none. */
export const boxAround = (places: readonly Position[]): Box | undefined => {
  if (places.length === 0) return undefined
  const lons = places.map(([lon]) => lon)
  const lats = places.map(([, lat]) => lat)
  return {
    west: Math.min(...lons) - marginDegrees,
    south: Math.min(...lats) - marginDegrees,
    east: Math.max(...lons) + marginDegrees,
    north: Math.max(...lats) + marginDegrees,
  }
}

/** Whether a point lies in a box. */
export const inBox = ({ lat, lon }: Coordinates, { west, south, east, north }: Box): boolean =>
  lon >= west && lon <= east && lat >= south && lat <= north
