import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { LambdaCaller } from '../lambda/caller.ts'
import { isThrottle } from '../lambda/errors.ts'
import { requestLimitBytes } from '../lambda/invocation.ts'
import { functionNameOf } from '../lambda/reference.ts'
import { errorText, type Log } from '../log.ts'
import type { Filter } from '../mappings/filter.ts'
import type { Mapping, MappingState } from '../mappings/mapping.ts'
import { sqsEvent } from './event.ts'
import { readPartialAnswer } from './partial-answer.ts'
import { splitBySize } from './split.ts'

export type SqsMappingSettings = {
  id: string
  functionName: string
  queueArn: string
  queueUrl: string
  batchSize: number
  windowMs: number
  reportsItemFailures: boolean
  maximumConcurrency: number
  visibilityTimeoutMs: number
  /** Messages it doesn't let through are deleted without the function. */
  filter: Filter | undefined
  enabled: boolean
}

export type SqsMappingContext = { sqs: SQSClient; lambda: LambdaCaller; region: string; log: Log }

const receiveLimit = 10
/** A pause waits for the poll under way, so polls are shorter than the 20 s that SQS allows. */
const pollSeconds = 1

/** Polls a queue and invokes a function with batches, as Lambda does for an event source mapping. */
export class SqsMapping implements Mapping {
  readonly #settings: SqsMappingSettings
  readonly #context: SqsMappingContext
  readonly #batches = new Set<Promise<void>>()
  #state: MappingState
  #poller: Promise<void> | undefined

  constructor(settings: SqsMappingSettings, context: SqsMappingContext) {
    this.#settings = settings
    this.#context = context
    this.#state = settings.enabled ? 'paused' : 'disabled'
  }

  info() {
    const { id, functionName, queueArn } = this.#settings
    return { kind: 'sqs' as const, id, function: functionNameOf(functionName), source: queueArn, state: this.#state }
  }

  start(): void {
    this.resume()
  }

  resume(): void {
    if (this.#state !== 'paused') return
    this.#state = 'enabled'
    const earlier = this.#poller
    this.#poller = (async () => {
      await earlier
      await this.#poll()
    })()
  }

  async pause(): Promise<void> {
    if (this.#state === 'enabled') this.#state = 'paused'
    await this.#poller
    await Promise.all(this.#batches)
  }

  stop(): Promise<void> {
    return this.pause()
  }

  get #running(): boolean {
    return this.#state === 'enabled'
  }

  async #poll(): Promise<void> {
    let failures = 0
    while (this.#running) {
      try {
        const batch = await this.#gather()
        failures = 0
        for (const part of this.#split(batch)) await this.#dispatch(part)
      } catch (error) {
        if (!this.#running) return
        failures++
        if (failures === 1) this.#warn(`${this.#settings.queueArn}: ${errorText(error)}`)
        await pause(Math.min(100 * 2 ** failures, 5000))
      }
    }
  }

  /** Messages for one invocation: until the batch is full, the window has passed, or the payload limit is reached. */
  async #gather(): Promise<Message[]> {
    const { batchSize, windowMs } = this.#settings
    const batch: Message[] = []
    let bytes = 0
    let untilMs: number | undefined
    while (this.#running && batch.length < batchSize && bytes < requestLimitBytes) {
      const leftMs = untilMs === undefined ? pollSeconds * 1000 : untilMs - Date.now()
      if (leftMs <= 0) break
      const wait = windowMs === 0 && batch.length > 0 ? 0 : Math.min(pollSeconds, Math.ceil(leftMs / 1000))
      const messages = await this.#receive(Math.min(receiveLimit, batchSize - batch.length), wait)
      const wanted = await this.#filter(messages)
      for (const message of wanted) bytes += message.Body?.length ?? 0
      batch.push(...wanted)
      if (windowMs === 0) break
      if (batch.length > 0) untilMs ??= Date.now() + windowMs
    }
    return batch
  }

  async #filter(messages: Message[]): Promise<Message[]> {
    const { filter } = this.#settings
    if (!filter) return messages
    const wanted = messages.filter((message) => filter.passes(message.Body ?? ''))
    await this.#delete(messages.filter((message) => !wanted.includes(message)))
    return wanted
  }

  /** The last messages received may have made the batch too large for one event. */
  #split(batch: Message[]): Message[][] {
    return splitBySize(batch, (message) => JSON.stringify(this.#event([message])), requestLimitBytes)
  }

  #event(batch: Message[]): object {
    const { queueArn, windowMs } = this.#settings
    return sqsEvent(batch, queueArn, this.#context.region, windowMs > 0)
  }

  async #receive(count: number, waitSeconds: number): Promise<Message[]> {
    const { Messages } = await this.#context.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: this.#settings.queueUrl,
        MaxNumberOfMessages: count,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    )
    return Messages ?? []
  }

  async #dispatch(batch: Message[]): Promise<void> {
    const work: Promise<void> = this.#process(batch)
      .catch((error: unknown) => this.#warn(`${this.#settings.functionName}: ${errorText(error)}`))
      .finally(() => this.#batches.delete(work))
    this.#batches.add(work)
    if (this.#batches.size >= this.#settings.maximumConcurrency) await Promise.race(this.#batches)
  }

  async #process(batch: Message[]): Promise<void> {
    const { functionName, reportsItemFailures } = this.#settings
    const result = await this.#invoke(functionName, JSON.stringify(this.#event(batch)))
    // Without a deletion a message comes back when its visibility timeout ends, and goes to the dead-letter queue in time.
    if (!result || result.functionError) return
    if (!reportsItemFailures) return this.#delete(batch)
    const verdict = readPartialAnswer(result.payload, new Set(batch.map((message) => message.MessageId ?? '')))
    if (verdict === 'all-failed') {
      this.#warn(`${functionName} answered no valid batchItemFailures: the whole batch failed`)
      return
    }
    await this.#delete(batch.filter((message) => !verdict.failed.has(message.MessageId ?? '')))
  }

  /** Tries again while the function has no capacity, but not beyond the time the messages stay hidden. */
  async #invoke(functionName: string, payload: string) {
    const untilMs = Date.now() + this.#settings.visibilityTimeoutMs
    for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, 2000)) {
      try {
        return await this.#context.lambda.invoke(functionName, payload)
      } catch (error) {
        if (!isThrottle(error)) throw error
        if (!this.#running || Date.now() + waitMs > untilMs) return undefined
        await pause(waitMs)
      }
    }
  }

  async #delete(messages: Message[]): Promise<void> {
    for (let index = 0; index < messages.length; index += receiveLimit) {
      const Entries = messages
        .slice(index, index + receiveLimit)
        .map((message, at) => ({ Id: String(at), ReceiptHandle: message.ReceiptHandle }))
      await this.#context.sqs.send(new DeleteMessageBatchCommand({ QueueUrl: this.#settings.queueUrl, Entries }))
    }
  }

  #warn(text: string): void {
    this.#context.log({ level: 'warn', text: `SQS mapping ${text}` })
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
