/** Something to wait for again and again: what rang before anybody waited is heard too. */
export const newBell = () => {
  let hasRung = false
  let wake: (() => void) | undefined
  return {
    ring: (): void => {
      hasRung = true
      wake?.()
    },
    /** @param limitMs waits no longer; undefined: as long as it takes */
    heard: async (limitMs: number | undefined): Promise<void> => {
      if (!hasRung) {
        const { promise, resolve } = Promise.withResolvers<void>()
        wake = resolve
        const timer = limitMs === undefined ? undefined : setTimeout(resolve, limitMs)
        await promise
        clearTimeout(timer)
        wake = undefined
      }
      hasRung = false
    },
  }
}
