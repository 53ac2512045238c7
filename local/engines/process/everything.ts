/** What this process has running, so that one call can end it also in the middle of a start. */
const running = new Set<() => Promise<void>>()

export function register(stop: () => Promise<void>): () => void {
  running.add(stop)
  return () => void running.delete(stop)
}

/** Ends every process started from here, side by side. */
export async function stopEverything(): Promise<void> {
  await Promise.all([...running].map((stop) => stop()))
}

/** The same again and again, since what is under way may start more, until that has come to its end too. */
export async function stopEverythingUntil(over: Promise<unknown>): Promise<void> {
  let isOver = false
  const noted = over.then(
    () => (isOver = true),
    () => (isOver = true),
  )
  while (!isOver) {
    await stopEverything()
    await Promise.race([noted, new Promise((resolve) => setTimeout(resolve, 50))])
  }
  await stopEverything()
}
