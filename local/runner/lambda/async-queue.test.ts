import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openState } from '../state.ts'
import type { AsyncConfiguration } from './async-configuration.ts'
import { AsyncQueue, type Conclusion } from './async-queue.ts'
import { throttled } from './errors.ts'
import { createEventStore } from './event-store.ts'
import type { InvokeResult } from './invocation.ts'
import type { LambdaFunction } from './service.ts'

const start = Date.parse('2026-01-01T00:00:00Z')
const minute = 60_000

let calls: { payload: string; atMs: number }[]
let conclusions: { payload: string; condition: Conclusion['condition']; invokeCount: number }[]
let answer: (payload: string) => Promise<Partial<InvokeResult>>
let undeliverable: boolean
let invokeFails: Error | undefined
let logged: string[]
let capacity: boolean
let reservedConcurrency: number | undefined
let queue: AsyncQueue

const settings: AsyncConfiguration = {
  maximumRetries: 2,
  maximumAgeMs: 6 * 60 * minute,
  onSuccess: undefined,
  onFailure: undefined,
}

function createQueue(changes: Partial<AsyncConfiguration> = {}, retryBaseMs = minute): AsyncQueue {
  return new AsyncQueue({
    store: createEventStore(openState(undefined)),
    retryBaseMs,
    find: () =>
      ({ configuration: { asynchronous: { ...settings, ...changes }, reservedConcurrency } }) as LambdaFunction,
    hasCapacity: () => capacity && reservedConcurrency !== 0,
    invoke: async (_name, payload) => {
      calls.push({ payload, atMs: Date.now() - start })
      if (invokeFails) throw invokeFails
      return { requestId: '', payload: 'null', functionError: undefined, log: '', ...(await answer(payload)) }
    },
    conclude: async ({ payload }, { condition, invokeCount }) => {
      conclusions.push({ payload, condition, invokeCount })
      if (undeliverable) throw new Error('no such queue')
    },
    log: (entry) => logged.push(entry.text),
  })
}

const add = (payload: string) =>
  queue.add({
    requestId: payload,
    function: 'f',
    payload,
    caller: undefined,
    traceId: undefined,
    clientContext: undefined,
    acceptedMs: Date.now(),
  })

const fails = async () => ({ functionError: 'Unhandled' as const })

beforeEach(() => {
  vi.useFakeTimers({ now: start })
  calls = []
  conclusions = []
  capacity = true
  undeliverable = false
  invokeFails = undefined
  logged = []
  reservedConcurrency = undefined
  answer = async () => ({})
  queue = createQueue()
})
afterEach(() => {
  queue.stop()
  vi.useRealTimers()
})

describe('the queue of asynchronous events', () => {
  it('serves events in the order they were accepted', async () => {
    capacity = false
    for (const payload of ['1', '2', '3']) add(payload)
    capacity = true
    queue.wake('f')
    await vi.advanceTimersByTimeAsync(1)
    expect(calls.map((call) => call.payload)).toEqual(['1', '2', '3'])
    expect(queue.size).toBe(0)
  })

  it('retries a failing event after one minute and after two more, then gives up', async () => {
    answer = fails
    add('1')
    await vi.advanceTimersByTimeAsync(10 * minute)
    expect(calls.map((call) => call.atMs)).toEqual([0, minute, 3 * minute])
    expect(conclusions).toEqual([{ payload: '1', condition: 'RetriesExhausted', invokeCount: 3 }])
    expect(queue.size).toBe(0)
  })

  it('retries as often as the function is configured', async () => {
    queue = createQueue({ maximumRetries: 0 })
    answer = fails
    add('1')
    await vi.advanceTimersByTimeAsync(10 * minute)
    expect(calls).toHaveLength(1)
  })

  // As recorded from AWS by LocalStack's test_maxeventage: nothing is kept only to be found too old.
  it('gives up a failed event at once when it would be too old at the next try', async () => {
    queue = createQueue({ maximumAgeMs: 2 * minute })
    answer = fails
    add('1')
    await vi.advanceTimersByTimeAsync(minute)
    expect(conclusions).toEqual([{ payload: '1', condition: 'EventAgeExceeded', invokeCount: 2 }])
    expect(queue.size).toBe(0)
  })

  it('gives up what became too old before it could be served', async () => {
    queue = createQueue({ maximumAgeMs: 2 * minute })
    capacity = false
    add('1')
    await vi.advanceTimersByTimeAsync(3 * minute)
    expect(conclusions).toEqual([])
    capacity = true
    queue.wake('f')
    await vi.advanceTimersByTimeAsync(1)
    expect(conclusions).toEqual([{ payload: '1', condition: 'EventAgeExceeded', invokeCount: 0 }])
  })

  it('gives up events of a function that may never run', async () => {
    reservedConcurrency = 0
    add('1')
    await vi.advanceTimersByTimeAsync(1)
    expect(calls).toEqual([])
    expect(conclusions).toEqual([{ payload: '1', condition: 'ZeroReservedConcurrency', invokeCount: 0 }])
  })

  it('tries a throttled event again, ever later, without counting it as an attempt', async () => {
    let left = 4
    answer = async () => {
      if (left-- > 0) throw throttled('ReservedFunctionConcurrentInvocationLimitExceeded')
      return {}
    }
    add('1')
    await vi.advanceTimersByTimeAsync(minute)
    expect(calls.map((call) => call.atMs)).toEqual([0, 1000, 3000, 7000, 15_000])
    expect(conclusions).toEqual([{ payload: '1', condition: 'Success', invokeCount: 1 }])
  })

  it('waits whole milliseconds, however short its waits are set', async () => {
    let left = 1
    answer = async () => {
      if (left-- > 0) throw throttled('ConcurrentInvocationLimitExceeded')
      return {}
    }
    queue = createQueue({}, 200)
    add('1')
    await vi.advanceTimersByTimeAsync(minute)
    expect(calls.map((call) => call.atMs)).toEqual([0, 4])
  })

  it('drops a record that cannot be sent, and does not run the function again for it', async () => {
    undeliverable = true
    add('1')
    answer = async (payload) => (payload === '2' ? { functionError: 'Unhandled' } : {})
    add('2')
    await vi.advanceTimersByTimeAsync(60 * minute)
    expect(calls.map((call) => call.payload)).toEqual(['1', '2', '2', '2'])
    expect(conclusions.map((one) => one.condition)).toEqual(['Success', 'RetriesExhausted'])
    expect(logged).toEqual([1, 2].map((id) => `event ${id}: its record is dropped: no such queue`))
    expect(queue.size).toBe(0)
  })

  it('comes back ever later to an event that could not even be tried', async () => {
    invokeFails = new Error('no disk')
    add('1')
    await vi.advanceTimersByTimeAsync(minute)
    expect(calls.map((call) => call.atMs)).toEqual([0, 1000, 3000, 7000, 15_000, 31_000])
    expect(logged).toHaveLength(6)
  })

  it('keeps what a stop cut off', async () => {
    const { promise, resolve } = Promise.withResolvers<Partial<InvokeResult>>()
    answer = () => promise
    add('1')
    await vi.advanceTimersByTimeAsync(1)
    queue.stop()
    resolve({ functionError: 'Unhandled' })
    await queue.drained()
    expect(conclusions).toEqual([])
    expect(queue.size).toBe(1)
  })

  it('keeps what it could not pass on since all was stopping', async () => {
    const { promise, resolve } = Promise.withResolvers<Partial<InvokeResult>>()
    answer = () => promise
    undeliverable = true
    add('1')
    await vi.advanceTimersByTimeAsync(1)
    queue.stop()
    resolve({})
    await queue.drained()
    expect(queue.size).toBe(1)
  })
})
