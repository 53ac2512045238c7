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
