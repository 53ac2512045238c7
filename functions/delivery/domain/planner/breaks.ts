import type { Break } from './problem.ts'

/** Later than any time, and so far from the largest number that adding a few can't overflow 32 bits. */
export const never = 0x3fffffff

/** When a break is over that is taken from `at` on; `never` if it is too late for it. */
export const afterBreak = ({ opens, closes, duration }: Break, at: number): number => {
  const begins = at > opens ? at : opens
  return begins > closes ? never : begins + duration
}

/** The latest time from which a break can be taken so that it is over at `by`; `-never` if it can't be. */
export const beforeBreak = ({ opens, closes, duration }: Break, by: number): number => {
  const begins = by - duration < closes ? by - duration : closes
  return begins < opens ? -never : begins
}
