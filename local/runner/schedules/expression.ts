import { type CronExpression, nextCronTime, parseCron } from './cron.ts'
import { timeOfWallClock, wallClock } from './zone.ts'

/** Gives the next time after `afterMs`; rates count from `startMs`. */
export type Schedule = (afterMs: number, startMs: number) => number | undefined

const unitMs: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** `rate(5 minutes)`, `cron(0 8 ? * MON-FRI *)`, and `at(2026-01-01T00:00:00)` of EventBridge Scheduler, which has zones. */
export function parseSchedule(expression: string, zone = 'UTC'): Schedule {
  if (zone !== 'UTC') wallClock(zone, 0) // throws for a zone there isn't
  const rate = /^rate\(\s*(\d+)\s+(minute|hour|day)s?\s*\)$/.exec(expression)
  if (rate) {
    const periodMs = Number(rate[1]) * (unitMs[rate[2] as string] as number)
    if (periodMs === 0) throw new Error(`${expression}: the rate must be positive`)
    return (afterMs, startMs) => startMs + (Math.floor((afterMs - startMs) / periodMs) + 1) * periodMs
  }
  const cron = /^cron\((.+)\)$/.exec(expression)
  if (cron) {
    const parsed = parseCron(cron[1] as string)
    return (afterMs) => nextInZone(parsed, afterMs, zone)
  }
  const at = /^at\((.+)\)$/.exec(expression)
  if (at) {
    const wallMs = Date.parse(`${at[1]}Z`)
    if (Number.isNaN(wallMs)) throw new Error(`${expression} is not a time`)
    const time = timeOfWallClock(zone, wallMs)
    return (afterMs) => (time !== undefined && time > afterMs ? time : undefined)
  }
  throw new Error(`${expression} is not a schedule expression`)
}

function nextInZone(cron: CronExpression, afterMs: number, zone: string): number | undefined {
  if (zone === 'UTC') return nextCronTime(cron, afterMs)
  let wallMs = nextCronTime(cron, wallClock(zone, afterMs))
  while (wallMs !== undefined) {
    const time = timeOfWallClock(zone, wallMs)
    // An hour that clocks show twice counts once.
    if (time !== undefined && time > afterMs) return time
    wallMs = nextCronTime(cron, wallMs)
  }
  return undefined
}
