/** Milliseconds by which a zone's clocks are ahead of UTC at a time. */
function offsetMs(zone: string, atMs: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(atMs)
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value)
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return shown - Math.floor(atMs / 1000) * 1000
}

/** What the clocks of a zone show at a time, as if it were UTC. */
export function wallClock(zone: string, atMs: number): number {
  return atMs + offsetMs(zone, atMs)
}

/**
 * The first time at which the clocks of a zone show this; `undefined` when they never do, because they are put forward
 * over it. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
 */
export function timeOfWallClock(zone: string, wallMs: number): number | undefined {
  const dayMs = 86_400_000
  const candidates = [wallMs - offsetMs(zone, wallMs - dayMs), wallMs - offsetMs(zone, wallMs + dayMs)]
  return candidates.sort((a, b) => a - b).find((atMs) => wallClock(zone, atMs) === wallMs)
}
