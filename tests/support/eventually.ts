/** Polls until `check` answers something other than undefined or false. @throws with `what` and the last error after the limit */
export const eventually = async <T>(
  what: string,
  check: () => Promise<T | undefined | false> | T | undefined | false,
  limitMs = 180_000,
): Promise<T> => {
  const deadline = Date.now() + limitMs
  let lastError: unknown
  for (;;) {
    try {
      const result = await check()
      if (result !== undefined && result !== false) return result
      lastError = undefined
    } catch (error) {
      lastError = error
    }
    if (Date.now() > deadline)
      throw new Error(
        `waited ${limitMs} ms in vain for: ${what}`,
        lastError === undefined ? undefined : { cause: lastError },
      )
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
