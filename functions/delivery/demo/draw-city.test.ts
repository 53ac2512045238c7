import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { streetKeys } from '../domain/address-keys.ts'
import { alongPath, insideRing } from '../domain/geometry.ts'
import city from './city.json' with { type: 'json' }
import { drawCity, drawMap } from './draw-city.ts'

const mapFile = new URL('../../../web/public/map/zarechye.geo.json', import.meta.url)

test('the files are what is drawn, to the last point', () => {
  expect(city).toEqual(drawCity())
  expect(JSON.parse(readFileSync(mapFile, 'utf8'))).toEqual(drawMap())
})

test('the map costs a page less than 20 kB', () => {
  expect(gzipSync(readFileSync(mapFile)).length).toBeLessThan(20_000)
})

describe('the gazetteer', () => {
  const addresses = city.streets.flatMap(({ name, path, firstHouse, lastHouse }) =>
    Array.from({ length: lastHouse - firstHouse + 1 }, (_, index) => ({
      ru: `${streetKeys(name.ru).whole} ${firstHouse + index}`,
      en: `${streetKeys(name.en).whole} ${firstHouse + index}`,
      at: alongPath(path as unknown as [number, number][], index / Math.max(1, lastHouse - firstHouse)),
    })),
  )

  test('has thousands of addresses, each by one name in each language', () => {
    expect(addresses.length).toBeGreaterThan(5_000)
    expect(new Set(addresses.map(({ ru }) => ru)).size).toBe(addresses.length)
    expect(new Set(addresses.map(({ en }) => en)).size).toBe(addresses.length)
  })

  test('puts no house into the water', () => {
    const waters = drawMap().features.flatMap(({ properties, geometry }) =>
      properties.kind === 'water' ? [geometry.coordinates[0] as unknown as [number, number][]] : [],
    )
    expect(waters.length).toBeGreaterThan(1)
    // Mira Avenue crosses the river by a bridge.
    const wet = addresses.filter(({ at, ru }) => !ru.includes('мира') && waters.some((ring) => insideRing(at, ring)))
    expect(wet.map(({ ru }) => ru)).toEqual([])
  })
})
