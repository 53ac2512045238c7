/** Aborted by SIGINT or SIGTERM, with the exit code as its reason. A second one ends the process at once. */
export const stopsOfProcess = (): AbortSignal => {
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort(130))
  process.once('SIGTERM', () => stop.abort(143))
  return stop.signal
}
