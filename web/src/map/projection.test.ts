import { describe, expect, it } from 'vitest'
import { inView, metresPerPixel, placeAt, tilesOf, toPlane, viewOf } from './projection.ts'

const town = { lat: 57.36, lon: 41.12 }
const near = { lat: 57.37, lon: 41.14 }

describe('the view of some places', () => {
  it('has them all inside with room for their markers, the middle in the middle', () => {
    const view = viewOf([town, near], 360, 220)!
    const [a, b] = [inView(view, town), inView(view, near)]
    for (const { x, y } of [a, b]) {
      expect(x).toBeGreaterThanOrEqual(40)
      expect(x).toBeLessThanOrEqual(320)
      expect(y).toBeGreaterThanOrEqual(40)
      expect(y).toBeLessThanOrEqual(180)
    }
    expect((a.x + b.x) / 2).toBeCloseTo(180, 0)
    expect((a.y + b.y) / 2).toBeCloseTo(110, 0)
    expect(b.y).toBeLessThan(a.y)
  })

  it('of one place still shows some streets around it', () => {
    const view = viewOf([town], 360, 220)!
    expect(inView(view, town)).toEqual({ x: 180, y: 110 })
    expect(360 * metresPerPixel(view, town.lat)).toBeGreaterThan(300)
  })

  it('is nothing without a place or a window', () => {
    expect(viewOf([], 360, 220)).toBeUndefined()
    expect(viewOf([town], 0, 0)).toBeUndefined()
  })

  it('a step nearer doubles distances from the middle', () => {
    const [one, two] = [viewOf([town, near], 360, 220)!, viewOf([town, near], 360, 220, 1)!]
    expect(inView(two, near).x - 180).toBeCloseTo(2 * (inView(one, near).x - 180), 0)
  })
})

it('knows which place a point of the window is', () => {
  const view = viewOf([town, near], 360, 220)!
  for (const place of [town, near]) {
    const { lat, lon } = placeAt(view, inView(view, place))
    expect(lat).toBeCloseTo(place.lat, 4)
    expect(lon).toBeCloseTo(place.lon, 4)
  }
})

it('keeps what lies north on a map that has an end', () => {
  expect(toPlane({ lat: 0, lon: 0 })).toEqual({ x: 0.5, y: 0.5 })
  expect(toPlane({ lat: 90, lon: 180 }).y).toBeGreaterThanOrEqual(0)
})

it('covers the window with tiles, without a gap', () => {
  const view = viewOf([town, near], 360, 220)!
  const tiles = tilesOf(view)
  expect(Math.min(...tiles.map(({ left }) => left))).toBeLessThanOrEqual(0)
  expect(Math.max(...tiles.map(({ left, size }) => left + size))).toBeGreaterThanOrEqual(360)
  expect(Math.max(...tiles.map(({ top, size }) => top + size))).toBeGreaterThanOrEqual(220)
  expect(tiles.length).toBeLessThan(13)
})
