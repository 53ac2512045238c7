/** When an answer is due. */
export interface Deadline {
  /** Milliseconds, at least 1: what is asked in the last moment fails by itself. */
  leftMs(): number
  /** One that is over at least this soon. */
  within(limitMs: number): Deadline
}

const until = (endMs: number): Deadline => ({
  leftMs: () => Math.max(1, Math.floor(endMs - performance.now())),
  within: (limitMs) => until(Math.min(endMs, performance.now() + limitMs)),
})

export const deadlineIn = (limitMs: number): Deadline => until(performance.now() + limitMs)
