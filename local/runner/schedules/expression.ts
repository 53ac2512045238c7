import { nextCronTime, parseCron } from './cron.ts'

/** Gives the next time after `afterMs`; rates count from `startMs`. */
export type Schedule = (afterMs: number, startMs: number) => number | undefined

const unitMs: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** `rate(5 minutes)`, `cron(0 8 ? * MON-FRI *)`, and `at(2026-01-01T00:00:00)` of EventBridge Scheduler. */
export function parseSchedule(expression: string): Schedule {
  const rate = /^rate\(\s*(\d+)\s+(minute|hour|day)s?\s*\)$/.exec(expression)
  if (rate) {
    const periodMs = Number(rate[1]) * (unitMs[rate[2] as string] as number)
    if (periodMs === 0) throw new Error(`${expression}: the rate must be positive`)
    return (afterMs, startMs) => startMs + (Math.floor((afterMs - startMs) / periodMs) + 1) * periodMs
  }
  const cron = /^cron\((.+)\)$/.exec(expression)
  if (cron) {
    const parsed = parseCron(cron[1] as string)
    return (afterMs) => nextCronTime(parsed, afterMs)
  }
  const at = /^at\((.+)\)$/.exec(expression)
  if (at) {
    const time = Date.parse(`${at[1]}Z`)
    if (Number.isNaN(time)) throw new Error(`${expression} is not a time`)
    return (afterMs) => (time > afterMs ? time : undefined)
  }
  throw new Error(`${expression} is not a schedule expression`)
}
