import { describe, expect, it } from 'vitest'
import { readGeoJson, writeGeoJson } from './geojson.ts'

const ring = [
  { lat: 57.3, lon: 41 },
  { lat: 57.3, lon: 41.2 },
  { lat: 57.4, lon: 41.2 },
]
const polygon = JSON.parse(writeGeoJson(ring))

describe('GeoJSON', () => {
  it.each<[string, unknown]>([
    ['a geometry', polygon],
    ['a feature', { type: 'Feature', properties: {}, geometry: polygon }],
    [
      'a collection with points beside',
      {
        type: 'FeatureCollection',
        features: [
          { type: 'Feature', geometry: { type: 'Point', coordinates: [41, 57] } },
          { type: 'Feature', geometry: polygon },
        ],
      },
    ],
    ['a multipolygon of one', { type: 'MultiPolygon', coordinates: [polygon.coordinates] }],
    ['a ring with heights', polygon.coordinates[0].map((one: number[]) => [...one, 120])],
    ['a ring with a corner told twice', [polygon.coordinates[0][0], ...polygon.coordinates[0]]],
  ])('is read from %s', (_, found) => {
    expect(readGeoJson(JSON.stringify(found))).toEqual({ ring })
  })

  it.each<[string, string]>([
    ['notJson', '{'],
    ['noPolygon', '{"type":"Point","coordinates":[41,57]}'],
    ['noPolygon', 'null'],
    ['noPolygon', '[[41,57],["x",57],[41,57]]'],
    ['severalPolygons', JSON.stringify({ type: 'GeometryCollection', geometries: [polygon, polygon] })],
    ['holes', JSON.stringify({ ...polygon, coordinates: [polygon.coordinates[0], polygon.coordinates[0]] })],
  ])('that is no outline is told as %s', (fault, text) => {
    expect(readGeoJson(text)).toEqual({ fault })
  })
})
