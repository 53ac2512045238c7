import { describe, expect, it } from 'vitest'
import { paced } from './paced.ts'

describe('what is loaded at a pace', () => {
  const clocked = (tookMs: number) => {
    const state = { nowMs: 0, loads: 0, failing: false }
    const read = paced(
      async () => {
        state.loads++
        state.nowMs += tookMs
        if (state.failing) throw new Error('planned')
        return state.loads
      },
      0.1,
      () => state.nowMs,
    )
    return { state, read }
  }

  it('is answered again for ten times as long as it took, then anew', async () => {
    const { state, read } = clocked(30)
    expect(await read()).toBe(1)
    state.nowMs += 299
    expect(await read()).toBe(1)
    state.nowMs += 1
    expect(await read()).toBe(2)
  })

  it('is loaded once for all who ask meanwhile', async () => {
    const { read } = clocked(30)
    expect(await Promise.all([read(), read(), read()])).toEqual([1, 1, 1])
  })

  it('is asked for again after a failure', async () => {
    const { state, read } = clocked(30)
    state.failing = true
    await expect(Promise.all([read(), read()])).rejects.toThrow('planned')
    state.failing = false
    expect(await read()).toBe(2)
  })
})
