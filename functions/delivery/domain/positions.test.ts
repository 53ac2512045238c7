import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boxAround, distanceM } from './geometry.ts'
import { positionRules, type ReportedPoint, screenPositions } from './positions.ts'

const nowMs = Date.parse('2026-11-23T15:00:00Z')
const area = boxAround([
  [41.04, 57.33],
  [41.2, 57.39],
])
const here = { lat: 57.36, lon: 41.12 }
const screen = (points: ReportedPoint[], rest: object = {}) =>
  screenPositions(points, { nowMs, sinceMs: nowMs - 3_600_000, area, last: undefined, ...rest })

describe('of the places a device reports', () => {
  test.each([
    ['from the future', { ...here, atMs: nowMs + 61_000 }, 'future'],
    ['from before the trip', { ...here, atMs: nowMs - 3_700_000 }, 'offTrip'],
    ['on the moon', { lat: 384_400, lon: -7, atMs: nowMs }, 'offMap'],
    ['of the null island', { lat: 0, lon: 0, atMs: nowMs }, 'offMap'],
    ['known to a kilometre', { ...here, atMs: nowMs, accuracyM: 1000 }, 'imprecise'],
  ])('one %s is dropped and counted, the others are kept', (_, bad, reason) => {
    const { kept, dropped } = screen([bad, { ...here, atMs: nowMs - 30_000 }])
    expect(kept).toEqual([{ ...here, atMs: nowMs - 30_000 }])
    expect(dropped).toMatchObject({ [reason]: 1 })
  })

  test('none is kept while no trip is under way', () => {
    expect(screen([{ ...here, atMs: nowMs }], { sinceMs: undefined })).toMatchObject({
      kept: [],
      dropped: { offTrip: 1 },
    })
  })

  test('one a little ahead of our clock is taken as of now', () => {
    expect(screen([{ ...here, atMs: nowMs + 20_000 }]).kept).toEqual([{ ...here, atMs: nowMs }])
  })

  test('those of a courier who stands still are kept once a minute', () => {
    const still = Array.from({ length: 61 }, (_, second) => ({ ...here, atMs: nowMs - 120_000 + second * 2_000 }))
    expect(screen(still).kept.map(({ atMs }) => (atMs - nowMs) / 1000)).toEqual([-120, -60, 0])
  })

  test('every one is kept or counted once, whatever comes; those kept rise in time and are worth it', () => {
    const point = fc.record({
      lat: fc.double({ min: 57.3, max: 57.5, noNaN: true }),
      lon: fc.double({ min: 41, max: 41.3, noNaN: true }),
      atMs: fc.integer({ min: nowMs - 4_000_000, max: nowMs + 100_000 }),
    })
    fc.assert(
      fc.property(fc.array(point, { maxLength: 60 }), (points) => {
        const { kept, dropped } = screen(points)
        expect(kept.length + Object.values(dropped).reduce((sum, one) => sum + one, 0)).toBe(points.length)
        kept.slice(1).forEach((later, index) => {
          const before = kept[index]!
          const passedMs = later.atMs - before.atMs
          expect(passedMs).toBeGreaterThanOrEqual(Math.min(positionRules.intervalMs, nowMs - before.atMs))
          if (passedMs < positionRules.intervalMs) expect(later.atMs).toBe(nowMs)
          else if (passedMs < positionRules.restMs)
            expect(distanceM(before, later)).toBeGreaterThanOrEqual(positionRules.stepM)
        })
      }),
    )
  })
})
