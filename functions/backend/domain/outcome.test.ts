import { Problem } from '@korob/platform/errors'
import { describe, expect, it } from 'vitest'
import { type Outcome, persist } from './outcome.ts'

const clockAt = (startMs = 0) => {
  let nowMs = startMs
  return {
    now: () => nowMs,
    pause: async (ms: number) => {
      nowMs += ms
    },
    pass: (ms: number) => {
      nowMs += ms
    },
  }
}

const unknown: Outcome<never> = { kind: 'unknown', reason: 'time-out' }

describe('a call with an unknown outcome', () => {
  it('is repeated until its outcome is known', async () => {
    const outcomes: Outcome<string>[] = [unknown, { kind: 'done', value: 'reserved' }]
    expect(await persist(async () => outcomes.shift() ?? unknown, 10_000, clockAt())).toEqual({
      kind: 'done',
      value: 'reserved',
      afterUnknown: true,
    })
  })

  it('is told apart from one whose first call decided', async () => {
    const outcome = await persist(async () => ({ kind: 'done', value: 'reserved' }), 10_000, clockAt())
    expect(outcome.afterUnknown).toBe(false)
  })

  it('is not repeated when it was refused', async () => {
    let calls = 0
    const outcome = await persist(
      async () => {
        calls++
        return { kind: 'refused', problem: new Problem('out_of_stock') }
      },
      10_000,
      clockAt(),
    )
    expect([calls, outcome.kind]).toEqual([1, 'refused'])
  })

  it('is repeated twice at most', async () => {
    let calls = 0
    await persist(
      async () => {
        calls++
        return unknown
      },
      10_000,
      clockAt(),
    )
    expect(calls).toBe(3)
  })

  it('gets no more time than there is, and is not begun with none', async () => {
    const clock = clockAt()
    const limits: number[] = []
    const outcome = await persist(
      async (limitMs) => {
        limits.push(limitMs)
        clock.pass(limitMs)
        return unknown
      },
      4_000,
      clock,
    )
    expect(limits).toEqual([4_000])
    expect(outcome).toEqual({ ...unknown, afterUnknown: false })
  })
})
