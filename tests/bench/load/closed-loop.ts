export interface LoadResult {
  tookMs: number
  /** Of what succeeded. */
  latenciesMs: number[]
  /** What went wrong, and how often. */
  failures: Record<string, number>
  /** Of the process that made the load. */
  clientCpuMs: number
}

/** So many clients, each with its next request as soon as it has the answer to the last, for a time. */
export const closedLoop = async (
  clients: number,
  forMs: number,
  work: (client: number) => Promise<void>,
): Promise<LoadResult> => {
  const latenciesMs: number[] = []
  const failures: Record<string, number> = {}
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  const untilMs = startedAt + forMs
  const client = async (_: unknown, number: number) => {
    for (let now = performance.now(); now < untilMs; now = performance.now()) {
      try {
        await work(number)
        latenciesMs.push(performance.now() - now)
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        failures[reason] = (failures[reason] ?? 0) + 1
      }
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  const { user, system } = process.cpuUsage(cpuBefore)
  return { tookMs: performance.now() - startedAt, latenciesMs, failures, clientCpuMs: (user + system) / 1000 }
}
