import type { ConsumeMessage } from 'amqplib'
import { requestLimitBytes } from '../lambda/invocation.ts'

/** Somewhat less than Lambda's limit: the event has a frame around its messages. */
const payloadLimitBytes = requestLimitBytes - 1024
/** What a message without any properties takes besides its content. */
const overheadBytes = 600
/** A character of a header becomes a number and a comma. */
const headerByteFactor = 5

/** Gathers deliveries into batches: complete by size, by time since the first, or at Lambda's payload limit. */
export class Batcher {
  readonly #batchSize: number
  readonly #windowMs: number
  #waiting: ConsumeMessage[] = []
  #bytes = 0
  #firstAtMs = 0
  #ended = false
  #wake: (() => void) | undefined

  constructor(batchSize: number, windowMs: number) {
    this.#batchSize = batchSize
    this.#windowMs = windowMs
  }

  add(message: ConsumeMessage): void {
    if (this.#waiting.length === 0) this.#firstAtMs = Date.now()
    this.#waiting.push(message)
    this.#bytes += sizeOf(message)
    this.#wake?.()
  }

  /** Ends waiting; `next` gives nothing from now on, what has gathered stays unacknowledged. */
  end(): void {
    this.#ended = true
    this.#wake?.()
  }

  /** The next batch once it is complete, or `undefined` after `end`. */
  async next(): Promise<ConsumeMessage[] | undefined> {
    while (!this.#ended) {
      const leftMs = this.#waiting.length === 0 ? undefined : this.#firstAtMs + this.#windowMs - Date.now()
      const full = this.#waiting.length >= this.#batchSize || this.#bytes >= payloadLimitBytes
      if (full || (leftMs !== undefined && leftMs <= 0)) return this.#take()
      await this.#sleep(leftMs)
    }
    return undefined
  }

  #take(): ConsumeMessage[] {
    const batch: ConsumeMessage[] = []
    let bytes = 0
    for (const message of this.#waiting) {
      bytes += sizeOf(message)
      if (batch.length > 0 && (batch.length >= this.#batchSize || bytes > payloadLimitBytes)) break
      batch.push(message)
    }
    this.#waiting = this.#waiting.slice(batch.length)
    this.#bytes = this.#waiting.reduce((sum, message) => sum + sizeOf(message), 0)
    this.#firstAtMs = Date.now()
    return batch
  }

  #sleep(ms: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(() => this.#wake?.(), ms)
      this.#wake = () => {
        clearTimeout(timer)
        this.#wake = undefined
        resolve()
      }
    })
  }
}

function sizeOf(message: ConsumeMessage): number {
  const properties = JSON.stringify(message.properties ?? {}).length * headerByteFactor
  return Math.ceil(message.content.length / 3) * 4 + overheadBytes + properties
}
