import type { Log } from '../log.ts'
import { errorText } from '../log.ts'
import { isThrottle } from './errors.ts'
import type { EventStore, NewEvent, StoredEvent } from './event-store.ts'
import type { InvokeOptions, InvokeResult } from './invocation.ts'
import type { LambdaFunction } from './service.ts'

export type AsyncQueueOptions = {
  store: EventStore
  /** Wait before the first retry; Lambda's is a minute, and twice that before the second. */
  retryBaseMs: number
  find(name: string): LambdaFunction | undefined
  hasCapacity(name: string): boolean
  invoke(name: string, payload: string, options: InvokeOptions): Promise<InvokeResult>
  /** Takes over an event that succeeded or was given up; what it fails to pass on is dropped. */
  conclude(event: StoredEvent, conclusion: Conclusion): Promise<void>
  log: Log
}

export type Conclusion =
  | { condition: 'Success' | 'RetriesExhausted'; result: InvokeResult; invokeCount: number }
  | { condition: 'EventAgeExceeded'; result: InvokeResult | undefined; invokeCount: number }
  | { condition: 'ZeroReservedConcurrency'; result: undefined; invokeCount: number }

/** Lambda starts a second apart and goes up to five minutes when it finds no capacity; scaled like the retries. */
const throttleBaseShare = 1 / 60
const throttleLimitShare = 5
/** Events of one function that are served at once when nothing else limits it. */
const concurrency = 10

/**
 * The queue between an asynchronous call and the function: keeps events on disk until they are dealt with, in order of
 * acceptance, and retries as Lambda does.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export class AsyncQueue {
  readonly #options: AsyncQueueOptions
  readonly #serving = new Map<string, Map<number, Promise<void>>>()
  readonly #timers = new Map<string, NodeJS.Timeout>()
  #stopped = false

  constructor(options: AsyncQueueOptions) {
    this.#options = options
  }

  /** Takes up what an earlier run accepted and did not finish. */
  start(): void {
    for (const name of this.#options.store.functions()) this.wake(name)
  }

  add(event: NewEvent): void {
    this.#options.store.add(event)
    this.wake(event.function)
  }

  /** Serves what is due, as far as the function has capacity. */
  wake(name: string): void {
    const { store, find } = this.#options
    if (this.#stopped || !find(name)) return
    const serving = this.#servingOf(name)
    while (serving.size < concurrency && this.#takes(name)) {
      const event = store.due(name, Date.now(), serving.keys())
      if (!event) break
      const work = this.#serve(event)
        .catch((error: unknown) => {
          this.#options.log({ level: 'error', text: `event ${event.requestId}: ${errorText(error)}` })
          this.#postpone(event)
        })
        .finally(() => {
          serving.delete(event.id)
          this.wake(name)
        })
      serving.set(event.id, work)
    }
    this.#scheduleNext(name)
  }

  /** Stops taking events; those being served stay on disk unless they finish in time. */
  stop(): void {
    this.#stopped = true
    for (const timer of this.#timers.values()) clearTimeout(timer)
  }

  /** Resolves when nothing is being served any more. */
  async drained(): Promise<void> {
    await Promise.all([...this.#serving.values()].flatMap((serving) => [...serving.values()]))
  }

  get size(): number {
    return this.#options.store.count()
  }

  #servingOf(name: string): Map<number, Promise<void>> {
    let serving = this.#serving.get(name)
    if (!serving) {
      serving = new Map()
      this.#serving.set(name, serving)
    }
    return serving
  }

  /** Whether events can be dealt with now; of a function that may never run they can, by giving them up. */
  #takes(name: string): boolean {
    return this.#options.hasCapacity(name) || this.#isShut(name)
  }

  #isShut(name: string): boolean {
    return this.#options.find(name)?.configuration.reservedConcurrency === 0
  }

  #scheduleNext(name: string): void {
    clearTimeout(this.#timers.get(name))
    this.#timers.delete(name)
    if (this.#stopped || !this.#takes(name)) return
    const serving = this.#servingOf(name)
    if (serving.size >= concurrency) return
    const at = this.#options.store.nextDueMs(name, serving.keys())
    if (at === undefined) return
    this.#timers.set(
      name,
      setTimeout(() => this.wake(name), Math.max(1, at - Date.now())),
    )
  }

  /** Later, and ever later, without counting it as an attempt. */
  #postpone(event: StoredEvent): void {
    const { store, retryBaseMs } = this.#options
    const wait = Math.min(retryBaseMs * throttleBaseShare * 2 ** event.throttles, retryBaseMs * throttleLimitShare)
    store.postpone({ ...event, throttles: event.throttles + 1 }, Date.now() + wait)
  }

  async #serve(event: StoredEvent): Promise<void> {
    const { store, find, invoke, conclude, retryBaseMs } = this.#options
    const settings = find(event.function)?.configuration.asynchronous
    if (!settings) return
    const finish = async (conclusion: Conclusion): Promise<void> => {
      try {
        await conclude(event, conclusion)
      } catch (error) {
        // What takes it may be stopping too: it is there again after the next start.
        if (this.#stopped) throw error
        // As Lambda does, which counts it in DestinationDeliveryFailures: what has run doesn't run again for its record.
        const text = `event ${event.requestId}: its record is dropped: ${errorText(error)}`
        this.#options.log({ level: 'error', text, function: event.function })
      }
      store.remove(event.id)
    }
    const tooOldIn = (ms: number): boolean => Date.now() + ms - event.acceptedMs > settings.maximumAgeMs
    const invokedBefore = { result: undefined, invokeCount: event.attempts }
    if (this.#isShut(event.function)) return finish({ condition: 'ZeroReservedConcurrency', ...invokedBefore })
    if (tooOldIn(0)) return finish({ condition: 'EventAgeExceeded', ...invokedBefore })
    let result: InvokeResult
    try {
      const { requestId, traceId, clientContext } = event
      result = await invoke(event.function, event.payload, { requestId, traceId, clientContext })
    } catch (error) {
      if (!isThrottle(error) && !this.#stopped) throw error
      this.#postpone(event)
      return
    }
    // What a stop cut off is not the function's failure: it is tried again after the next start.
    if (this.#stopped && result.functionError) return
    const invokeCount = event.attempts + 1
    if (!result.functionError) return finish({ condition: 'Success', result, invokeCount })
    if (event.attempts >= settings.maximumRetries) {
      return finish({ condition: 'RetriesExhausted', result, invokeCount })
    }
    const waitMs = retryBaseMs * 2 ** event.attempts
    if (tooOldIn(waitMs)) return finish({ condition: 'EventAgeExceeded', result, invokeCount })
    store.postpone({ ...event, attempts: invokeCount }, Date.now() + waitMs)
  }
}
