import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readCityMap } from './city-map.ts'
import { placeLabels } from './labels.ts'

const drawn = JSON.parse(readFileSync(new URL('../../public/map/zarechye.geo.json', import.meta.url), 'utf8'))

it('reads the city that is served with the page', () => {
  const { grounds, streets } = readCityMap(drawn)
  expect(streets.length).toBeGreaterThan(40)
  expect(streets.find(({ name }) => name?.en === 'Mira Avenue')?.rank).toBe(1)
  expect(new Set(grounds.map(({ kind }) => kind))).toEqual(new Set(['water', 'park']))
})

it.each([undefined, null, 7, 'x', {}, { features: 7 }, { features: [null, {}, { geometry: { coordinates: 'x' } }] }])(
  'makes an empty map of %j',
  (found) => {
    expect(readCityMap(found)).toEqual({ grounds: [], streets: [] })
  },
)

it('writes names along streets, never upside down, and none over another', () => {
  const line = (name: string, y: number, rank: 1 | 2 | 3 = 2) => ({
    name,
    rank,
    points: [
      { x: 300, y },
      { x: 0, y: y + 30 },
    ],
  })
  const labels = placeLabels(
    [line('Садовая', 100), line('Лесная', 104), line('Мира', 60, 1), line('Луговая', 160)],
    300,
    200,
  )
  expect(labels.map(({ name }) => name)).toEqual(['Мира', 'Садовая', 'Луговая'])
  for (const { angle } of labels) expect(Math.abs(angle)).toBeLessThanOrEqual(90)
  expect(placeLabels([line('Мира', 60)], 300, 200, [{ x: 150, y: 80 }])).toEqual([])
})
