import { randomUUID } from 'node:crypto'
import type { Account } from '../assembly/cloud.ts'
import { errorText, type Log } from '../log.ts'
import type { ScheduledRule, ScheduledTarget } from './read.ts'

export type SchedulerOptions = {
  account: Account
  invoke(target: ScheduledTarget, event: string): Promise<void>
  log: Log
}

/** setTimeout takes at most 2^31-1 ms; longer waits are made in steps. */
const longestTimerMs = 2_000_000_000

/** Invokes the targets of schedules at their times. What falls into a stop is not made up for. */
export class Scheduler {
  readonly #options: SchedulerOptions
  readonly #timers = new Map<string, NodeJS.Timeout>()

  constructor(options: SchedulerOptions) {
    this.#options = options
  }

  start(rules: ScheduledRule[]): void {
    this.stop()
    const startMs = Date.now()
    for (const rule of rules) this.#plan(rule, startMs, startMs)
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }

  #plan(rule: ScheduledRule, afterMs: number, startMs: number): void {
    const atMs = rule.next(afterMs, startMs)
    if (atMs === undefined) return
    const waitMs = atMs - Date.now()
    const timer =
      waitMs > longestTimerMs
        ? setTimeout(() => this.#plan(rule, afterMs, startMs), longestTimerMs)
        : setTimeout(
            () => {
              this.#fire(rule, atMs)
              this.#plan(rule, atMs, startMs)
            },
            Math.max(0, waitMs),
          )
    this.#timers.set(rule.name, timer)
  }

  #fire(rule: ScheduledRule, atMs: number): void {
    const event = JSON.stringify(scheduledEvent(rule, atMs, this.#options.account))
    for (const target of rule.targets) {
      this.#options.invoke(target, target.input ?? event).catch((error: unknown) => {
        this.#options.log({ level: 'error', text: `schedule ${rule.name}: ${errorText(error)}` })
      })
    }
  }
}

/**
 * Of a rule: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
 * EventBridge Scheduler calls itself otherwise, and its detail is text.
 */
export function scheduledEvent(rule: Pick<ScheduledRule, 'arn'>, atMs: number, account: Account): object {
  const isRule = rule.arn.split(':')[2] === 'events'
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: isRule ? 'aws.events' : 'aws.scheduler',
    account: account.accountId,
    time: new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: account.region,
    resources: [rule.arn],
    detail: isRule ? {} : '{}',
  }
}
