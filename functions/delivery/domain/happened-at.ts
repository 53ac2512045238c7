/** How late the news of a step may be: a shift and the way home. Longer ago, a phone's clock is wrong. */
const latestMs = 16 * 3600_000

/**
 * When a step was done, by the courier's clock, as far as that can be: not after now, not before what it follows on.
 * @param claimed what the phone says; undefined: now
 */
export const happenedAt = (claimed: string | undefined, now: Date, notBefore: Date | null): Date => {
  if (claimed === undefined) return now
  const claimedMs = Date.parse(claimed)
  const earliestMs = Math.max(notBefore?.getTime() ?? 0, now.getTime() - latestMs)
  return new Date(Math.min(now.getTime(), Math.max(claimedMs, earliestMs)))
}

/** The latest of instants that are known; null: none is. */
export const latestOf = (...instants: readonly (Date | null)[]): Date | null =>
  instants.reduce((last, one) => (one && (!last || one > last) ? one : last), null)
