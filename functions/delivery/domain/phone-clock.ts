/** Less is the time that a request takes, not a clock. */
const noticedMs = 5_000
/** A clock that is off by more is not merely off: what it says is taken as it is, and refused for what it is. */
const mostMs = 24 * 3600_000

/**
 * How far a phone's clock is behind ours, milliseconds; below zero: ahead. What it dates is to be moved by so much.
 * @param sentAt what the phone's clock said as the request left; undefined: not known, so it is taken to be right
 */
export const phoneClockOffset = (sentAt: string | undefined, now: Date): number => {
  if (sentAt === undefined) return 0
  const offsetMs = now.getTime() - Date.parse(sentAt)
  return Math.abs(offsetMs) < noticedMs || Math.abs(offsetMs) > mostMs ? 0 : offsetMs
}

/** When something was done, by our clock. */
export const byOurClock = <Instant extends string | undefined>(
  at: Instant,
  sentAt: string | undefined,
  now: Date,
): Instant | string => {
  if (at === undefined) return at
  const offsetMs = phoneClockOffset(sentAt, now)
  return offsetMs === 0 ? at : new Date(Date.parse(at) + offsetMs).toISOString()
}
