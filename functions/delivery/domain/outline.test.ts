import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boxAround, insideRing, type Position } from './geometry.ts'
import { closedRing, faultOfPlace, faultOfRing } from './outline.ts'

const square: Position[] = [
  [41, 57],
  [42, 57],
  [42, 58],
  [41, 58],
]

/** Corners all around a centre, each in a direction of its own: always a simple ring. */
const star = fc
  .uniqueArray(fc.integer({ min: 0, max: 359 }), { minLength: 8, maxLength: 40 })
  .filter((angles) => {
    const sorted = angles.toSorted((a, b) => a - b)
    return sorted.every((angle, index) => (sorted[index + 1] ?? (sorted[0] ?? 0) + 360) - angle < 150)
  })
  .chain((angles) =>
    fc.tuple(
      fc.constant(angles.toSorted((a, b) => a - b)),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: angles.length, maxLength: angles.length }),
    ),
  )
  .map(([angles, radii]) =>
    angles.map((angle, index): Position => {
      const radius = (radii[index] ?? 1) / 1000
      return [41 + radius * Math.cos((angle * Math.PI) / 180), 57 + radius * Math.sin((angle * Math.PI) / 180)]
    }),
  )

describe('an outline', () => {
  test('of corners in turn around a centre is a ring, closed or not, either way round, whichever corner is first', () => {
    fc.assert(
      fc.property(star, fc.nat(40), (ring, shift) => {
        const at = shift % ring.length
        const turned = [...ring.slice(at), ...ring.slice(0, at)]
        for (const one of [ring, closedRing(ring), ring.toReversed(), turned]) expect(faultOfRing(one)).toBeUndefined()
        expect(insideRing({ lat: 57, lon: 41 }, closedRing(ring))).toBe(true)
      }),
    )
  })

  test('of which two corners are swapped crosses itself, on a circle', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 30 }), fc.nat(), fc.nat(), (count, one, other) => {
        const [a, b] = [one % count, other % count]
        const steps = Math.abs(a - b)
        fc.pre(steps > 0)
        const ring = Array.from({ length: count }, (_, index): Position => {
          const angle = (2 * Math.PI * index) / count
          return [41 + Math.cos(angle) / 50, 57 + Math.sin(angle) / 50]
        })
        const swapped = ring.map((corner, index) => (index === a ? ring[b] : index === b ? ring[a] : corner) ?? corner)
        expect(faultOfRing(ring)).toBeUndefined()
        expect(faultOfRing(swapped)).toBeDefined()
      }),
    )
  })

  test.each<[string, Position[]]>([
    ['a line there and back', [square[0]!, square[1]!, square[0]!]],
    [
      'a triangle without an area',
      [
        [41, 57],
        [41.5, 57.5],
        [42, 58],
      ],
    ],
    ['a bow tie', [square[0]!, square[2]!, square[1]!, square[3]!]],
    ['one corner twice', [square[0]!, square[1]!, square[1]!, square[2]!, square[3]!]],
    ['a spike', [square[0]!, square[1]!, [43, 57], square[1]!, square[2]!]],
    [
      'a ring that touches itself',
      [
        [41, 57],
        [42, 57],
        [42, 58],
        [41.5, 57],
        [41, 58],
      ],
    ],
    ['a point', [square[0]!]],
  ])('that is %s is refused', (_, outline) => {
    expect(faultOfRing(outline)).toBeDefined()
    expect(faultOfRing(closedRing(outline))).toBeDefined()
  })

  test('may have corners on a straight edge', () => {
    expect(faultOfRing([square[0]!, [41.5, 57], square[1]!, square[2]!, square[3]!])).toBeUndefined()
  })

  test('beyond the town is told by the corner that is', () => {
    const bounds = boxAround(square)
    expect(faultOfPlace(square, bounds)).toBeUndefined()
    expect(faultOfPlace([...square, [57, 41]], bounds)).toMatchObject({ index: 4 })
    expect(faultOfPlace([[57, 41]], undefined)).toBeUndefined()
  })
})

test('a closed ring is closed once', () => {
  expect(closedRing(square)).toEqual([...square, square[0]])
  expect(closedRing(closedRing(square))).toEqual(closedRing(square))
  expect(closedRing([])).toEqual([])
})
