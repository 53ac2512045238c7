/**
 * closed → open after `failures` in a row → after `pauseMs` one probe is let through → closed, or open again.
 * The state of one environment; times in milliseconds as the caller's clock gives them.
 */
export const circuitBreaker = ({ failures, pauseMs }: { failures: number; pauseMs: number }) => {
  let failed = 0
  let openUntilMs = 0
  return {
    /** Whether a call may be tried now. While open, the first to ask after the pause is the probe. */
    allows(nowMs: number): boolean {
      if (failed < failures) return true
      if (nowMs < openUntilMs) return false
      openUntilMs = nowMs + pauseMs
      return true
    },
    succeeded(): void {
      failed = 0
    },
    failed(nowMs: number): void {
      failed += 1
      if (failed >= failures) openUntilMs = nowMs + pauseMs
    },
  }
}
