const baseMs = 2_000
const capMs = 5 * 60_000

/**
 * Milliseconds until the next attempt: exponential with full jitter, so that a crowd that failed together spreads out
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). Never before the gateway's own Retry-After.
 * @param attempts made so far, at least 1
 * @param random from 0 up to 1
 */
export const backoffMs = (attempts: number, random: number, retryAfterMs = 0): number => {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(attempts - 1, 30))
  return Math.round(retryAfterMs + random * ceiling)
}
