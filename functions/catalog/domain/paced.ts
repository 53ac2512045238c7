/** Milliseconds since some fixed moment. */
type Now = () => number

/**
 * Loads at most a `share` of the time: what was loaded is answered again for as many times as long as loading it took. So a
 * small shop sees its latest state, and a large one is not asked to count itself for every visitor. Callers that come while
 * it is being loaded wait for the same answer; a failure is told to them, and forgotten.
 */
export const paced = <T>(load: () => Promise<T>, share = 0.05, now: Now = () => performance.now()) => {
  let loading: Promise<T> | undefined
  let known: { value: T; untilMs: number } | undefined
  const reload = async (): Promise<T> => {
    const startedAtMs = now()
    try {
      const value = await load()
      const endedAtMs = now()
      known = { value, untilMs: endedAtMs + (endedAtMs - startedAtMs) / share }
      return value
    } finally {
      loading = undefined
    }
  }
  return (): Promise<T> => {
    if (known && now() < known.untilMs) return Promise.resolve(known.value)
    loading ??= reload()
    return loading
  }
}
