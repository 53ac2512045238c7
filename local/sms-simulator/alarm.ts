const MAX_TIMEOUT_MS = 2 ** 31 - 1

export type Alarm = { at(timeMs: number): void; stop(): void }

/** Calls `ring` at the earliest of the times asked for; whoever rings asks for the next one. */
export function createAlarm(ring: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined
  let dueMs = Number.POSITIVE_INFINITY
  let stopped = false

  const set = () => {
    clearTimeout(timer)
    const delayMs = Math.min(Math.max(0, dueMs - Date.now()), MAX_TIMEOUT_MS)
    timer = setTimeout(() => {
      if (Date.now() < dueMs) return set()
      dueMs = Number.POSITIVE_INFINITY
      ring()
    }, delayMs)
  }

  return {
    at(timeMs) {
      if (stopped || timeMs >= dueMs) return
      dueMs = timeMs
      set()
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
