import { grounds, type Point, river } from './land.ts'
import { type Place, type StreetKind, streetNames, town } from './names.ts'

/** Zarechye, an invented town on an invented river. The same every time; names are common ones, the place is a field. */

const centre = { lat: 57.36, lon: 41.12 }
const kmPerDegreeLat = 111.2
const kmPerDegreeLon = 111.2 * Math.cos((centre.lat * Math.PI) / 180)

/** mulberry32: a few lines, good enough to bend streets. */
const randomFrom = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
/** Kilometres east and north of the centre → [lon, lat] with five decimals, a metre. */
const degrees = ([x, y]: Point): Point => [
  Number((centre.lon + x / kmPerDegreeLon).toFixed(5)),
  Number((centre.lat + y / kmPerDegreeLat).toFixed(5)),
]

/** A street from one point to another with a gentle bend every 400 m or so. */
const bend = ([x1, y1]: Point, [x2, y2]: Point, random: () => number): Point[] => {
  const legs = Math.max(2, Math.round(Math.hypot(x2 - x1, y2 - y1) / 0.4))
  return Array.from({ length: legs + 1 }, (_, index): Point => {
    const share = index / legs
    const wobble = index === 0 || index === legs ? 0 : 0.04
    return [x1 + (x2 - x1) * share + (random() - 0.5) * wobble, y1 + (y2 - y1) * share + (random() - 0.5) * wobble]
  })
}

const kinds: Record<StreetKind, { ru: (name: string) => string; en: (name: string) => string }> = {
  street: { ru: (name) => `${name} улица`, en: (name) => `${name} Street` },
  streetOf: { ru: (name) => `улица ${name}`, en: (name) => `${name} Street` },
  lane: { ru: (name) => `${name} переулок`, en: (name) => `${name} Lane` },
  avenue: { ru: (name) => `${name} проспект`, en: (name) => `${name} Avenue` },
  avenueOf: { ru: (name) => `проспект ${name}`, en: (name) => `${name} Avenue` },
  boulevard: { ru: (name) => `${name} бульвар`, en: (name) => `${name} Boulevard` },
  embankment: { ru: (name) => `${name} набережная`, en: (name) => `${name} Embankment` },
  highway: { ru: (name) => `${name} шоссе`, en: (name) => `${name} Highway` },
}

const street = ({ kind, ru, en, from, to }: Place, index: number, random: () => number) => {
  const path = bend(from, to, random)
  const lengthKm = path.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - path[i]![0], y - path[i]![1]), 0)
  return {
    id: `s${String(index + 1).padStart(2, '0')}`,
    name: { ru: kinds[kind].ru(ru), en: kinds[kind].en(en) },
    firstHouse: 1,
    // A house every 30 m on either side.
    lastHouse: Math.max(8, Math.round((lengthKm * 1000) / 15)),
    path: path.map(degrees),
  }
}

const ring = (points: Point[]): Point[] => [...points, points[0]!].map(degrees)

/** What the service is seeded with: names, zones, depots, and streets along which houses are numbered. */
export const drawCity = () => {
  const random = randomFrom(1147)
  return {
    ...town,
    depots: town.depots.map(({ at, ...depot }) => ({ ...depot, lon: degrees(at)[0], lat: degrees(at)[1] })),
    zones: town.zones.map(({ outline, ...zone }) => ({ ...zone, outline: ring(outline) })),
    streets: streetNames.map((place, index) => street(place, index, random)),
  }
}

const ranks: Record<StreetKind, 1 | 2 | 3> = {
  highway: 1,
  avenue: 1,
  avenueOf: 1,
  embankment: 2,
  boulevard: 2,
  street: 2,
  streetOf: 2,
  lane: 3,
}

/** What the page draws, as GeoJSON (RFC 7946): water, parks, then streets, of which rank 1 are the widest. */
export const drawMap = () => {
  const { streets } = drawCity()
  const area = (kind: 'water' | 'park', points: readonly Point[], name: { ru: string; en: string }) => ({
    type: 'Feature',
    properties: { kind, name },
    geometry: { type: 'Polygon', coordinates: [ring([...points])] },
  })
  return {
    type: 'FeatureCollection',
    bbox: [...degrees([-4.6, -3.2]), ...degrees([4.6, 3.4])],
    features: [
      ...grounds.map(({ kind, name, outline }) => area(kind, outline, name)),
      area('water', river(), { ru: 'Серебрянка', en: 'Serebryanka' }),
      ...streets.map(({ name, path }, index) => ({
        type: 'Feature',
        properties: { kind: 'street', name, rank: ranks[streetNames[index]!.kind] },
        geometry: { type: 'LineString', coordinates: path },
      })),
    ],
  }
}
