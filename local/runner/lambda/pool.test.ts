import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Environment } from './environment.ts'
import { EnvironmentPool } from './pool.ts'

let started: string[] = []
let pool: EnvironmentPool

let loading: (() => void)[] = []

/** What the pool sees of an environment. */
const environmentOf = (functionName: string) => {
  started.push(functionName)
  const { promise, resolve } = Promise.withResolvers<undefined>()
  loading.push(() => resolve(undefined))
  return {
    functionName,
    idleSince: 0,
    exited: false,
    initialized: promise,
    terminate: async () => {},
  } as unknown as Environment
}

const spareAfterMs = 50

const open = (maximum: number, parallelStarts = 100, patienceMs = 0): void => {
  started = []
  loading = []
  pool = new EnvironmentPool({
    maximum,
    parallelStarts,
    patienceMs,
    idleMs: 60_000,
    spareAfterMs,
    start: environmentOf,
  })
}
// Time stands still, so that what must not happen yet can't on a busy machine either.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
})
afterEach(async () => {
  await pool.close()
  vi.useRealTimers()
})

const acquire = (functionName: string, options: { left?: AbortSignal; waitMs?: number } = {}): Promise<Environment> =>
  pool.acquire({ functionName, nested: true, waitMs: 10_000, onTimeout: () => new Error('too late'), ...options })

/** Settled by now, without waiting. */
const isServed = (wish: Promise<Environment>): Promise<boolean> =>
  Promise.race([wish.then(() => true), new Promise<false>((resolve) => setImmediate(() => resolve(false)))])

describe('at the cap', () => {
  it('an environment goes on to the next who waits for its function, and none is ended for who came before', async () => {
    open(2)
    const [a, b] = [await acquire('a'), await acquire('b')]
    const [firstB, thenA] = [acquire('b'), acquire('a')]
    pool.release(a, true)
    expect(await thenA).toBe(a)
    expect(await isServed(firstB)).toBe(false)
    pool.release(b, true)
    expect(await firstB).toBe(b)
    expect(started).toEqual(['a', 'b'])
  })

  it('a function that has no environment gets the next that falls free, however many wait for the others', async () => {
    open(2)
    const [a] = [await acquire('a'), await acquire('a')]
    const before = acquire('a')
    const without = acquire('b')
    pool.release(a, true)
    expect((await without).functionName).toBe('b')
    expect(await isServed(before)).toBe(false)
  })

  it('an environment that is idle for long is exchanged for one of who waits longest', async () => {
    open(2)
    const [a, b] = [await acquire('a'), await acquire('b')]
    const [first, second] = [acquire('b'), acquire('b')]
    pool.release(a, true)
    await vi.advanceTimersByTimeAsync(spareAfterMs - 1)
    expect(await isServed(first)).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect((await first).functionName).toBe('b')
    expect(await isServed(second)).toBe(false)
    pool.release(b, true)
    expect(await second).toBe(b)
  })

  it('an environment in use now and then keeps its place beside those of a function that has others at work', async () => {
    open(2)
    const [a, b] = [await acquire('a'), await acquire('b')]
    const waiting = acquire('b')
    pool.release(a, true)
    pool.release(await acquire('a'), true)
    expect(await isServed(waiting)).toBe(false)
    pool.release(b, true)
    expect(await waiting).toBe(b)
    expect(started).toEqual(['a', 'b'])
  })
})

describe('a crowd', () => {
  it('waits while others load their code, and is served by those that are warm', async () => {
    open(10, 2)
    const crowd = Array.from({ length: 4 }, () => acquire('a'))
    const [first] = [await crowd[0], await crowd[1]]
    expect(started).toEqual(['a', 'a'])
    if (first) pool.release(first, true)
    expect(await crowd[2]).toBe(first)
    expect(started).toHaveLength(2)
    loading[0]?.()
    await crowd[3]
    expect(started).toHaveLength(3)
  })

  it('from outside goes on by what is warm while calls made by functions wait for what must start', async () => {
    open(10, 1)
    const outside = (functionName: string) =>
      pool.acquire({ functionName, nested: false, waitMs: 10_000, onTimeout: () => new Error('too late') })
    const a = await outside('a')
    const nested = acquire('b')
    const waiting = outside('a')
    pool.release(a, true)
    expect(await waiting).toBe(a)
    expect(await isServed(nested)).toBe(false)
    loading[0]?.()
    expect((await nested).functionName).toBe('b')
  })
})

describe('with patience', () => {
  it('who asks is served by the next that falls free, and another is started only when that takes too long', async () => {
    open(10, 2, 40)
    const [a, b] = [await acquire('a'), await acquire('a')]
    for (const loaded of loading) loaded()
    const soon = acquire('a')
    expect(await isServed(soon)).toBe(false)
    pool.release(a, true)
    expect(await soon).toBe(a)
    const impatient = acquire('a')
    await vi.advanceTimersByTimeAsync(39)
    expect(await isServed(impatient)).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect([a, b]).not.toContain(await impatient)
    expect(started).toEqual(['a', 'a', 'a'])
  })

  it('a function that has no environment gets one at once', async () => {
    open(10, 2, 10_000)
    await acquire('a')
    expect((await acquire('b')).functionName).toBe('b')
  })
})

describe('who waits', () => {
  it('and leaves, is not served any more', async () => {
    open(1)
    const a = await acquire('a')
    const leaving = new AbortController()
    const left = acquire('a', { left: leaving.signal })
    const next = acquire('a')
    leaving.abort()
    await expect(left).rejects.toThrow('left')
    pool.release(a, true)
    expect(await next).toBe(a)
    await expect(acquire('a', { left: leaving.signal })).rejects.toThrow('left')
  })

  it('longer than it may, is told so', async () => {
    open(1)
    await acquire('a')
    const late = expect(acquire('a', { waitMs: 1 })).rejects.toThrow('too late')
    await vi.advanceTimersByTimeAsync(1)
    await late
  })

  it('when all ends, is told so', async () => {
    open(1)
    await acquire('a')
    const waiting = acquire('a')
    await Promise.all([expect(waiting).rejects.toThrow('stopping'), pool.close()])
  })
})
