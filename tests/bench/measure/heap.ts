/** What this process' heap holds, once garbage is collected if node runs with --expose-gc, MB. */
export const heapMb = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 1e6
}

export const inMb = (heap: readonly number[]): string => heap.map((mb) => mb.toFixed(0)).join(', ')
