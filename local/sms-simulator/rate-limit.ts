const WINDOW_MS = 1000

/** Says whether one more request fits into the last second. */
export function createRateLimit() {
  let admittedAtMs: number[] = []
  return (perSecond: number, nowMs: number): boolean => {
    if (perSecond === 0) return true
    admittedAtMs = admittedAtMs.filter((atMs) => atMs > nowMs - WINDOW_MS)
    if (admittedAtMs.length >= perSecond) return false
    admittedAtMs.push(nowMs)
    return true
  }
}
