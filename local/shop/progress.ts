/** Says what a start is doing, and how long each part took. */
export type Progress = {
  readonly note: (text: string) => void
  /** Tells of something that began at `startedAt` (performance.now) and is ready now. */
  readonly ready: (name: string, startedAt: number) => void
  /** Runs one part and tells its end with its time. */
  readonly step: <Result>(name: string, work: () => Promise<Result>) => Promise<Result>
}

export const quiet: Progress = { note: () => undefined, ready: () => undefined, step: (_name, work) => work() }

export function printedProgress(write: (line: string) => void = console.log): Progress {
  const ready = (name: string, startedAt: number) =>
    write(`  ✓ ${name.padEnd(44)} ${seconds(performance.now() - startedAt)}`)
  return {
    note: (text) => write(`  · ${text}`),
    ready,
    async step(name, work) {
      const startedAt = performance.now()
      const result = await work()
      ready(name, startedAt)
      return result
    },
  }
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`.padStart(7)
}
