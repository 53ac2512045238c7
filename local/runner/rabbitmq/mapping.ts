import type { Channel, ConsumeMessage } from 'amqplib'
import type { LambdaCaller } from '../lambda/caller.ts'
import { isThrottle } from '../lambda/errors.ts'
import { functionNameOf } from '../lambda/reference.ts'
import { errorText, type Log } from '../log.ts'
import type { Filter } from '../mappings/filter.ts'
import type { Mapping, MappingState } from '../mappings/mapping.ts'
import { Batcher } from './batcher.ts'
import type { Broker } from './broker.ts'
import { rabbitMqEvent } from './event.ts'

export type RabbitMqMappingSettings = {
  id: string
  functionName: string
  queue: string
  batchSize: number
  windowMs: number
  /** Messages it doesn't let through are acknowledged without the function. */
  filter: Filter | undefined
  enabled: boolean
}

export type RabbitMqMappingContext = {
  broker: Broker
  lambda: Pick<LambdaCaller, 'invoke'>
  eventSourceArn: string
  log: Log
}

const firstWaitMs = 50
/** Lambda doesn't say how long it waits after a failed batch; half a second at most keeps a recovery quick. */
const longestFailureWaitMs = 500
const longestReconnectWaitMs = 1000

type Consumption = { channel: Channel; tag: string; batcher: Batcher; closed: Promise<void> }

/**
 * Consumes a queue and invokes a function with batches as Lambda does for Amazon MQ: one invocation at a time, everything
 * acknowledged on success, the whole batch requeued on an error. https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
 */
export class RabbitMqMapping implements Mapping {
  readonly #settings: RabbitMqMappingSettings
  readonly #context: RabbitMqMappingContext
  #state: MappingState
  #loop: Promise<void> | undefined
  #consumption: Consumption | undefined
  #failures = 0
  #interrupt: (() => void) | undefined

  constructor(settings: RabbitMqMappingSettings, context: RabbitMqMappingContext) {
    this.#settings = settings
    this.#context = context
    this.#state = settings.enabled ? 'paused' : 'disabled'
  }

  info() {
    const { id, functionName, queue } = this.#settings
    return { kind: 'rabbitmq' as const, id, function: functionNameOf(functionName), source: queue, state: this.#state }
  }

  start(): void {
    this.resume()
  }

  resume(): void {
    if (this.#state !== 'paused') return
    this.#state = 'enabled'
    const earlier = this.#loop
    this.#loop = (async () => {
      await earlier
      await this.#consumeWhileEnabled()
    })()
  }

  async pause(): Promise<void> {
    if (this.#state === 'enabled') this.#state = 'paused'
    this.#interrupt?.()
    this.#consumption?.batcher.end()
    await this.#loop
  }

  stop(): Promise<void> {
    return this.pause()
  }

  get #running(): boolean {
    return this.#state === 'enabled'
  }

  async #consumeWhileEnabled(): Promise<void> {
    let failures = 0
    while (this.#running) {
      try {
        const consumption = await this.#open()
        if (failures > 0) this.#log('info', 'consuming again')
        failures = 0
        await this.#serve(consumption)
      } catch (error) {
        if (failures === 0 && this.#running) this.#log('warn', errorText(error))
      }
      if (!this.#running) return
      failures++
      await this.#wait(Math.min(firstWaitMs * 2 ** failures, longestReconnectWaitMs))
    }
  }

  async #open(): Promise<Consumption> {
    const { queue, batchSize, windowMs, filter } = this.#settings
    const channel = await this.#context.broker.channel()
    const batcher = new Batcher(batchSize, windowMs)
    const closed = new Promise<void>((resolve) => {
      channel.on('error', () => batcher.end())
      channel.on('close', () => {
        batcher.end()
        resolve()
      })
    })
    await channel.prefetch(batchSize)
    const { consumerTag } = await channel.consume(queue, (message) => {
      if (!message) batcher.end()
      else if (filter && !filter.passes(message.content.toString('utf8'))) channel.ack(message)
      else batcher.add(message)
    })
    this.#consumption = { channel, tag: consumerTag, batcher, closed }
    if (!this.#running) batcher.end()
    return this.#consumption
  }

  async #serve({ channel, batcher }: Consumption): Promise<void> {
    let open = true
    channel.on('close', () => {
      open = false
    })
    for (let batch = await batcher.next(); batch; batch = await batcher.next()) {
      const done = await this.#invoke(batch, () => open)
      const last = batch.at(-1)
      if (!last || !open) break
      // Everything up to the batch's last delivery belongs to this batch: earlier ones are settled already.
      if (done) channel.ack(last, true)
      else channel.nack(last, true, true)
      this.#failures = done ? 0 : this.#failures + 1
      if (!done) await this.#wait(Math.min(firstWaitMs * 2 ** this.#failures, longestFailureWaitMs))
    }
    this.#consumption = undefined
    // Closing the channel gives back what was delivered and isn't acknowledged.
    if (open) await channel.close()
  }

  /** Whether the function has taken the batch. Without capacity it waits with the batch in hand, as Lambda does. */
  async #invoke(batch: ConsumeMessage[], open: () => boolean): Promise<boolean> {
    const { functionName, queue } = this.#settings
    const { broker, eventSourceArn, lambda } = this.#context
    const payload = JSON.stringify(rabbitMqEvent(batch, queue, broker.virtualHost, eventSourceArn))
    for (let throttles = 0; this.#running && open(); throttles++) {
      try {
        const result = await lambda.invoke(functionName, payload)
        return result.functionError === undefined
      } catch (error) {
        if (!isThrottle(error)) {
          this.#log('warn', errorText(error))
          return false
        }
        await this.#wait(Math.min(firstWaitMs * 2 ** throttles, longestFailureWaitMs))
      }
    }
    return false
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer)
        this.#interrupt = undefined
        resolve()
      }
      const timer = setTimeout(finish, ms)
      this.#interrupt = finish
    })
  }

  #log(level: 'info' | 'warn', text: string): void {
    this.#context.log({
      level,
      text: `RabbitMQ mapping ${this.#settings.queue} → ${this.#settings.functionName}: ${text}`,
    })
  }
}
