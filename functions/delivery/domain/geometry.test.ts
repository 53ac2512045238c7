import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alongPath, distanceM, insideRing, type Position } from './geometry.ts'

const square: Position[] = [
  [41, 57],
  [42, 57],
  [42, 58],
  [41, 58],
  [41, 57],
]

test('Moscow to Saint Petersburg is about 633 km', () => {
  const km = distanceM({ lat: 55.7558, lon: 37.6173 }, { lat: 59.9343, lon: 30.3351 }) / 1000
  expect(km).toBeGreaterThan(630)
  expect(km).toBeLessThan(637)
})

describe('a point on a path', () => {
  const path: Position[] = [
    [41, 57],
    [41, 57.01],
    [41.02, 57.01],
  ]
  const lengthM =
    distanceM({ lat: 57, lon: 41 }, { lat: 57.01, lon: 41 }) +
    distanceM({ lat: 57.01, lon: 41 }, { lat: 57.01, lon: 41.02 })

  test('begins and ends where the path does', () => {
    expect(alongPath(path, 0)).toEqual({ lat: 57, lon: 41 })
    expect(alongPath(path, 1).lon).toBeCloseTo(41.02, 9)
  })

  test('moves on evenly', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.99, noNaN: true }), (fraction) => {
        const step = distanceM(alongPath(path, fraction), alongPath(path, fraction + 0.01))
        // Shorter only where it cuts the corner.
        expect(step).toBeLessThanOrEqual(lengthM * 0.01 * 1.001)
      }),
    )
  })

  test('is the only one of a path of one', () => {
    expect(alongPath([[41, 57]], 0.5)).toEqual({ lat: 57, lon: 41 })
  })
})

describe('a ring', () => {
  test('holds what is inside and nothing else', () => {
    expect(insideRing({ lat: 57.5, lon: 41.5 }, square)).toBe(true)
    expect(insideRing({ lat: 58.5, lon: 41.5 }, square)).toBe(false)
    expect(insideRing({ lat: 57.5, lon: 40.5 }, square)).toBe(false)
  })

  test('holds the same whether it is closed or not', () => {
    const point = fc.record({
      lat: fc.double({ min: 56, max: 59, noNaN: true }),
      lon: fc.double({ min: 40, max: 43, noNaN: true }),
    })
    fc.assert(fc.property(point, (one) => insideRing(one, square) === insideRing(one, square.slice(0, -1))))
  })
})
