import type { Localized } from '../api/answers.ts'
import type { Place } from './projection.ts'

type Lines = readonly (readonly Place[])[]

export interface Ground {
  kind: 'water' | 'park'
  name: Localized | undefined
  rings: Lines
}

export interface Street {
  name: Localized | undefined
  /** 1: the widest. */
  rank: 1 | 2 | 3
  path: readonly Place[]
}

/** What of a city is drawn. */
export interface CityMap {
  grounds: readonly Ground[]
  streets: readonly Street[]
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

const placesOf = (coordinates: unknown): Place[] =>
  list(coordinates).flatMap((position) => {
    const [lon, lat] = list(position)
    return typeof lon === 'number' && typeof lat === 'number' ? [{ lat, lon }] : []
  })

const nameOf = (value: unknown): Localized | undefined => {
  const { ru, en } = record(value)
  return typeof ru === 'string' && typeof en === 'string' ? { ru, en } : undefined
}

/**
 * Reads a FeatureCollection (RFC 7946) whose features have a `kind`: `water` and `park` are polygons or lines of them,
 * `street` is a line with a `rank`. What is something else is left out: a map is never worth a broken page.
 */
export const readCityMap = (found: unknown): CityMap => {
  const grounds: Ground[] = []
  const streets: Street[] = []
  for (const feature of list(record(found).features)) {
    const { properties, geometry } = record(feature)
    const { kind, name, rank } = record(properties)
    const { type, coordinates } = record(geometry)
    if ((kind === 'water' || kind === 'park') && type === 'Polygon')
      grounds.push({ kind, name: nameOf(name), rings: list(coordinates).map(placesOf) })
    if (kind === 'street' && type === 'LineString')
      streets.push({ name: nameOf(name), rank: rank === 1 || rank === 3 ? rank : 2, path: placesOf(coordinates) })
  }
  return { grounds, streets }
}
