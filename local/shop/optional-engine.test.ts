import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { bringBack } from './optional-engine.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const crash = { exit: { code: null, signal: 'SIGKILL' as const }, logFile: 'search.log' }

function engine(restart: () => Promise<void>) {
  const said: string[] = []
  const state = { stopping: false, restarts: 0 }
  const one = {
    name: 'Search',
    restart: () => {
      state.restarts++
      return restart()
    },
  }
  const crashed = bringBack(one, 'the shop goes on without', {
    warn: (text) => said.push(text),
    isStopping: () => state.stopping,
  })
  const crashes = async () => {
    const ended = crashed(crash)
    await vi.runAllTimersAsync()
    await ended
  }
  return { said, state, crashes }
}

it('says what crashed and what the shop does without it, and brings it back', async () => {
  const { said, crashes } = engine(async () => undefined)
  await crashes()
  expect(said).toEqual([
    '! Search ended unexpectedly (SIGKILL); the shop goes on without. Its log: search.log',
    '  Search is back.',
  ])
})

it('gives up after a few tries, be it that it does not start or that it does not stay', async () => {
  const failing = engine(async () => {
    throw new Error('no memory')
  })
  await failing.crashes()
  expect(failing.state.restarts).toBe(4)
  expect(failing.said.filter((text) => text.includes('no memory'))).toHaveLength(4)
  expect(failing.said.at(-1)).toContain('stays down until the next start')

  const dying = engine(async () => undefined)
  for (let time = 0; time < 7; time++) await dying.crashes()
  expect(dying.state.restarts).toBe(4)
  expect(dying.said.at(-1)).toContain('stays down until the next start')
})

it('counts anew once it has run for long', async () => {
  const { state, crashes } = engine(async () => undefined)
  for (let time = 0; time < 6; time++) {
    await crashes()
    await vi.advanceTimersByTimeAsync(11 * 60_000)
  }
  expect(state.restarts).toBe(6)
})

it('leaves a shop that is stopping alone', async () => {
  const { said, state, crashes } = engine(async () => undefined)
  state.stopping = true
  await crashes()
  expect([said, state.restarts]).toEqual([[], 0])
})
