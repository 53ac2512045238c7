import { describe, expect, test } from 'vitest'
import { arrivals, type StopAhead } from './arrivals.ts'
import { serviceMs } from './timetable.ts'

const nowMs = Date.parse('2026-11-23T15:00:00Z')
const minuteMs = 60_000
// A degree of latitude is an hour's drive.
const travel = (from: { lat: number }, to: { lat: number }) => Math.abs(from.lat - to.lat) * 3600
const depot = { lat: 10, lon: 0 }
const stop = (deliveryId: string, lat: number, over: Partial<StopAhead> = {}): StopAhead => ({
  deliveryId,
  location: { lat, lon: 0 },
  windowStartMs: nowMs - 60 * minuteMs,
  windowEndMs: nowMs + 60 * minuteMs,
  etaMs: 0,
  ...over,
})
const driving = { depot, speedFactor: 1, rests: [] }
const seen = { lat: 10, lon: 0, atMs: nowMs }

describe('from where a courier is', () => {
  test('each door ahead is reached by the way there and the time at the doors before', () => {
    const { etas, returnsMs } = arrivals(seen, driving, [stop('a', 10.1), stop('b', 10.2)], travel, nowMs)
    expect(etas).toEqual([
      { deliveryId: 'a', etaMs: nowMs + 6 * minuteMs },
      { deliveryId: 'b', etaMs: nowMs + 12 * minuteMs + serviceMs },
    ])
    expect(returnsMs).toBe(nowMs + 24 * minuteMs + 2 * serviceMs)
  })

  test('one who is early waits for the window', () => {
    const late = stop('a', 10.1, { windowStartMs: nowMs + 20 * minuteMs })
    expect(arrivals(seen, driving, [late], travel, nowMs).etas).toEqual([
      { deliveryId: 'a', etaMs: nowMs + 20 * minuteMs },
    ])
  })

  test('a time that is about what it was stays, so that nobody is told anew', () => {
    const told = nowMs + 6 * minuteMs + 30_000
    expect(arrivals(seen, driving, [stop('a', 10.1, { etaMs: told })], travel, nowMs).etas).toEqual([
      { deliveryId: 'a', etaMs: told },
    ])
  })

  test('no time has passed already, however long ago the courier was seen', () => {
    const { etas, returnsMs } = arrivals(
      { ...seen, atMs: nowMs - 90 * minuteMs },
      driving,
      [stop('a', 10.1)],
      travel,
      nowMs,
    )
    expect(etas).toEqual([{ deliveryId: 'a', etaMs: nowMs }])
    expect(returnsMs).toBeGreaterThanOrEqual(nowMs)
  })

  test('with no doors ahead only the way back is left', () => {
    expect(arrivals({ ...seen, lat: 10.1 }, driving, [], travel, nowMs)).toEqual({
      etas: [],
      returnsMs: nowMs + 6 * minuteMs,
    })
  })

  test('a bicycle takes longer, there and back', () => {
    const slow = { ...driving, speedFactor: 0.5 }
    const { etas, returnsMs } = arrivals(seen, slow, [stop('a', 10.1)], travel, nowMs)
    expect(etas).toEqual([{ deliveryId: 'a', etaMs: nowMs + 12 * minuteMs }])
    expect(returnsMs).toBe(nowMs + 24 * minuteMs + serviceMs)
  })

  test('a rest that is due before a door, or on the way back, is taken then', () => {
    const rest = (from: number, until: number) => ({
      fromMs: nowMs + from * minuteMs,
      untilMs: nowMs + until * minuteMs,
      durationMs: 30 * minuteMs,
    })
    const doors = [stop('a', 10.1), stop('b', 10.2)]
    const plain = arrivals(seen, driving, doors, travel, nowMs)
    const before = arrivals(seen, { ...driving, rests: [rest(0, 1)] }, doors, travel, nowMs)
    expect(before.etas.map(({ etaMs }) => etaMs)).toEqual(plain.etas.map(({ etaMs }) => etaMs + 30 * minuteMs))
    expect(before.returnsMs).toBe(plain.returnsMs + 30 * minuteMs)
    const after = arrivals(seen, { ...driving, rests: [rest(20, 60)] }, doors, travel, nowMs)
    expect(after.etas).toEqual(plain.etas)
    expect(after.returnsMs).toBe(plain.returnsMs + 30 * minuteMs)
  })
})
