const hourMs = 3_600_000

/**
 * One more text to a number: as many as `perHour` at once, then one more each time that its share of the hour has passed.
 * @param fullAtMs when the number has its whole allowance again
 * @param perHour 0: any number
 * @returns when it has it again after this one; undefined: this one is too many
 */
export const takeOne = (fullAtMs: number, nowMs: number, perHour: number): number | undefined => {
  // What was taken while there was no limit doesn't count.
  if (perHour === 0) return nowMs
  const next = Math.max(fullAtMs, nowMs) + hourMs / perHour
  return next > nowMs + hourMs ? undefined : next
}
