import { describe, expect, it } from 'vitest'
import { outlineOf, ringOf, withCorner, withMoved, withoutCorner } from './ring.ts'

const square = [
  { lat: 57.3, lon: 41 },
  { lat: 57.3, lon: 41.2 },
  { lat: 57.4, lon: 41.2 },
  { lat: 57.4, lon: 41 },
]

describe('a ring', () => {
  it('is a closed outline without its last corner, whichever way it came', () => {
    expect(ringOf([...outlineOf(square), [41, 57.3]])).toEqual(square)
    expect(ringOf(outlineOf(square))).toEqual(square)
    expect(ringOf([])).toEqual([])
  })

  it('begins with the corners in the order they are pressed', () => {
    const corners = square
      .slice(0, 3)
      .reduce<{ lat: number; lon: number }[]>((ring, place) => [...withCorner(ring, place).ring], [])
    expect(corners).toEqual(square.slice(0, 3))
  })

  it('gets another corner in the edge that is nearest, also in the last one', () => {
    expect(withCorner(square, { lat: 57.35, lon: 41.25 })).toMatchObject({ index: 2, ring: { length: 5 } })
    expect(withCorner(square, { lat: 57.35, lon: 40.99 })).toMatchObject({ index: 4 })
    expect(withCorner(square, { lat: 57.29, lon: 41.1 })).toMatchObject({ index: 1 })
  })

  it('has corners moved and taken out', () => {
    expect(withMoved(square, 1, { lat: 0, lon: 0 })[1]).toEqual({ lat: 0, lon: 0 })
    expect(withoutCorner(square, 1)).toHaveLength(3)
  })
})
