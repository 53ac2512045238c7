import type { ConsumeMessage } from 'amqplib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Batcher } from './batcher.ts'

const message = (text: string): ConsumeMessage => ({ content: Buffer.from(text) }) as ConsumeMessage
const texts = (batch: ConsumeMessage[] | undefined) => batch?.map((one) => one.content.toString())

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a batch', () => {
  it('is complete with its last message, and the rest waits for the next', async () => {
    const batcher = new Batcher(2, 1000)
    for (const text of ['a', 'b', 'c']) batcher.add(message(text))
    expect(texts(await batcher.next())).toEqual(['a', 'b'])
    const next = batcher.next()
    await vi.advanceTimersByTimeAsync(1000)
    expect(texts(await next)).toEqual(['c'])
  })

  it('is complete when the window since its first message has passed', async () => {
    const batcher = new Batcher(10, 500)
    const next = batcher.next()
    await vi.advanceTimersByTimeAsync(10_000)
    batcher.add(message('a'))
    await vi.advanceTimersByTimeAsync(300)
    batcher.add(message('b'))
    await vi.advanceTimersByTimeAsync(199)
    expect(await Promise.race([next, 'waiting'])).toBe('waiting')
    await vi.advanceTimersByTimeAsync(1)
    expect(texts(await next)).toEqual(['a', 'b'])
  })

  it('stays below the payload limit of 6 MB', async () => {
    const batcher = new Batcher(10, 60_000)
    const big = 'x'.repeat(2_000_000)
    for (let count = 0; count < 3; count++) batcher.add(message(big))
    expect(await batcher.next()).toHaveLength(2)
  })

  it('is never handed out after the end', async () => {
    const batcher = new Batcher(1, 0)
    const next = batcher.next()
    batcher.end()
    batcher.add(message('a'))
    expect(await next).toBeUndefined()
  })
})
